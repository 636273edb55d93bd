/**
 * `npm run bench -- published [STUDY ...] [--full | --quick] [--out FOLDER] [--name NAME] [--results FOLDER] [--docs FOLDER]`: runs the shipped studies, or
 * goes on with them, and puts what they found beside what was published: into bench/results/published-NAME.jsonl and
 * docs/published.md. Without names: all that show numbers, in their small size at most 20 minutes on two cores; `ensemble`,
 * which needs hundreds of runs, by name. `--quick` shows that it works, no physics.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BlockspinError } from '../../../src/core/errors.ts';
import type { PublishedRow } from '../../../src/report/published/row.ts';
import type { StudyData } from '../../../src/study/cells/data.ts';
import { isPreset, PRESET_NAMES, type PresetName, type PresetSize } from '../../../src/study/plan/presets.ts';
import { type PublishedStudy, readPublished, storedStudies, withPublished } from './page.ts';

const ROOT = join(import.meta.dirname, '../..');
const USUAL: PresetName[] = ['ising', 'antiferromagnet', 'dimers', 'chipping'];

/** Figures of reports that the page shows, by study, with their names there. */
const FIGURES: Partial<Record<PresetName, Record<string, string>>> = {
  ensemble: { 'projection-P1-P2-2.svg': 'published-plaquettes.svg', 'projection-E_x-E_y-2.svg': 'published-fields.svg' },
};

/** What a report leaves in published.json. */
interface Reported {
  name: string;
  seconds: number;
  provenance: StudyData['provenance'];
  rows: PublishedRow[];
}

function studied(name: PresetName, size: PresetSize, out: string): PublishedStudy {
  const folder = join(out, `${name}-${size}`);
  const flags = size === 'full' ? [] : [`--${size}`];
  for (const words of [
    ['study', name, ...flags, '--out', folder],
    ['report', folder],
  ]) {
    const { status, error } = spawnSync(process.execPath, [join(ROOT, 'dist/node/main.js'), ...words], { stdio: ['ignore', 'inherit', 'inherit'] });
    if (error) throw error;
    if (status !== 0) process.exit(status ?? 1);
  }
  const { seconds, provenance, rows } = JSON.parse(readFileSync(join(folder, 'published.json'), 'utf8')) as Reported;
  const commits = [...new Set(provenance.cells.map((cell) => cell.commit))].join(', ');
  const finished =
    provenance.cells
      .map((cell) => cell.finished)
      .sort()
      .at(-1) ?? '';
  const command = ['npx blockspin study', name, ...flags].join(' ');
  const processors = cpus();
  return {
    name: `${name}, ${size}`,
    command,
    adapter: [...new Set(provenance.cells.map((cell) => cell.adapter))].join('; '),
    commit: commits,
    finished,
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    seconds,
    rows,
  };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    out: { type: 'string', default: 'results/published' },
    name: { type: 'string', default: 'lavapipe' },
    results: { type: 'string', default: join(ROOT, 'bench/results') },
    docs: { type: 'string', default: join(ROOT, 'docs') },
  },
});
const unknown = positionals.find((name) => !isPreset(name));
if (unknown !== undefined)
  throw new BlockspinError({
    who: 'bench published',
    expected: `names out of ${PRESET_NAMES.join(', ')}`,
    got: unknown,
    remedy: 'leave it out for the usual ones',
  });

const file = join(values.results, `published-${values.name}.jsonl`);
const page = join(values.docs, 'published.md');
const size: PresetSize = values.full ? 'full' : values.quick ? 'quick' : 'small';
for (const name of positionals.length > 0 ? (positionals as PresetName[]) : USUAL) {
  const found = studied(name, size, values.out);
  // Each study at once: a later one that is stopped loses nothing.
  const stored = existsSync(file) ? readPublished(file, readFileSync(file, 'utf8')) : [];
  const others = stored.filter((other) => other.name !== found.name);
  const order = (study: PublishedStudy) => PRESET_NAMES.findIndex((known) => study.name.startsWith(known));
  const studies = [...others, found].sort((a, b) => order(a) - order(b));
  writeFileSync(file, `${studies.map((study) => JSON.stringify(study)).join('\n')}\n`);
  writeFileSync(page, withPublished(readFileSync(page, 'utf8'), storedStudies(values.results)));
  for (const [figure, shown] of Object.entries(FIGURES[name] ?? {})) {
    const drawn = join(values.out, `${name}-${size}`, 'figures', figure);
    if (existsSync(drawn)) copyFileSync(drawn, join(values.docs, shown));
  }
  process.stdout.write(`${file}\n${page}\n`);
}
