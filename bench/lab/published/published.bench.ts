/**
 * `npm run bench -- published [STUDY ...] [--full | --quick] [--out FOLDER] [--name NAME] [--results FOLDER] [--docs FOLDER]`: runs
 * the shipped studies, or continues them, and writes what they found beside the published values into
 * bench/results/published-NAME.jsonl and docs/published.md. Without names: all studies but those that need hundreds
 * of runs; in their small size at most 20 minutes on two cores. `--quick` only shows that the command works.
 */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../native/node/commit.ts';
import { BlockspinError } from '../../../src/core/errors.ts';
import type { PublishedRow } from '../../../src/report/published/row.ts';
import type { StudyData } from '../../../src/study/cells/data.ts';
import { isPreset, PRESET_NAMES, type PresetName, type PresetSize } from '../../../src/study/plan/presets.ts';
import { readWords, runProgram } from '../../entry.ts';
import { commandEnded } from '../ended.ts';
import { type PublishedStudy, readPublished, storedStudies, withPublished } from './page.ts';

const USUAL: PresetName[] = ['ising', 'antiferromagnet', 'dimers', 'chipping'];

/** Figures of reports that the page shows, by study, with their names there. */
const FIGURES: Partial<Record<PresetName, Record<string, string>>> = {
  ensemble: { 'projection-P1-P2-2.svg': 'published-plaquettes.svg', 'projection-E_x-E_y-2.svg': 'published-fields.svg' },
  peaks: { 'projection-P1-P2.svg': 'published-peaks.svg' },
  circle: { 'projection-E_x-E_y.svg': 'published-circle.svg' },
};

const OPTIONS = {
  full: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  out: { type: 'string', default: 'results/published' },
  name: { type: 'string', default: 'lavapipe' },
  results: { type: 'string', default: join(ROOT, 'bench/results') },
  docs: { type: 'string', default: join(ROOT, 'docs') },
} as const;

/** The contents of published.json in the folder of a report. */
interface Reported {
  name: string;
  seconds: number;
  provenance: StudyData['provenance'];
  rows: PublishedRow[];
}

/** A study that did not end well has said why: its exit code is that of this program. */
class StudyFailed extends Error {
  constructor(readonly exitCode: number) {
    super(`exit code ${exitCode}`);
  }
}

/** @throws StudyFailed when one of the two commands fails */
function runStudy(name: PresetName, flags: readonly string[], folder: string): Reported {
  for (const words of [
    ['study', name, ...flags, '--out', folder],
    ['report', folder],
  ]) {
    const status = commandEnded(ROOT, words, 'inherit');
    if (status !== 0) throw new StudyFailed(status);
  }
  return JSON.parse(readFileSync(join(folder, 'published.json'), 'utf8')) as Reported;
}

/** Runs a study and its report, and collects its published rows. */
function studied(name: PresetName, size: PresetSize, folder: string): PublishedStudy {
  const flags = size === 'full' ? [] : [`--${size}`];
  const { seconds, provenance, rows } = runStudy(name, flags, folder);
  const { cells } = provenance;
  const processors = cpus();
  return {
    name: `${name}, ${size}`,
    command: ['npx blockspin study', name, ...flags].join(' '),
    adapter: [...new Set(cells.map((cell) => cell.adapter))].join('; '),
    commit: [...new Set(cells.map((cell) => cell.commit))].join(', '),
    finished: cells.reduce((last, { finished }) => (finished > last ? finished : last), ''),
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    seconds,
    rows,
  };
}

/** The stored studies with this one in its place, in the order of the presets. */
function withStudy(stored: readonly PublishedStudy[], found: PublishedStudy): PublishedStudy[] {
  const order = (study: PublishedStudy) => PRESET_NAMES.findIndex((known) => study.name.startsWith(known));
  return [...stored.filter((other) => other.name !== found.name), found].sort((a, b) => order(a) - order(b));
}

function chosenStudies(positionals: readonly string[]): readonly PresetName[] {
  const unknown = positionals.find((name) => !isPreset(name));
  if (unknown === undefined) return positionals.length > 0 ? (positionals as PresetName[]) : USUAL;
  const expected = `names out of ${PRESET_NAMES.join(', ')}`;
  throw new BlockspinError({ who: 'bench published', expected, got: unknown, remedy: `leave it out for ${USUAL.join(', ')}` });
}

async function main(): Promise<number> {
  const { values, positionals } = readWords('bench published', { allowPositionals: true, options: OPTIONS }, 'npm run bench -- published ising --quick');
  const file = join(values.results, `published-${values.name}.jsonl`);
  const page = join(values.docs, 'published.md');
  const size: PresetSize = values.full ? 'full' : values.quick ? 'quick' : 'small';
  for (const name of chosenStudies(positionals)) {
    const folder = join(values.out, `${name}-${size}`);
    // Written after every study, so that a later one that fails loses nothing.
    const found = studied(name, size, folder);
    const stored = existsSync(file) ? readPublished(file, readFileSync(file, 'utf8')) : [];
    const lines = withStudy(stored, found).map((study) => `${JSON.stringify(study)}\n`);
    writeFileSync(file, lines.join(''));
    writeFileSync(page, withPublished(readFileSync(page, 'utf8'), storedStudies(values.results)));
    for (const [figure, shown] of Object.entries(FIGURES[name] ?? {})) {
      const drawn = join(folder, 'figures', figure);
      if (existsSync(drawn)) copyFileSync(drawn, join(values.docs, shown));
    }
    process.stdout.write(`${file}\n${page}\n`);
  }
  return 0;
}

await runProgram(() =>
  main().catch((error) => {
    if (error instanceof StudyFailed) return error.exitCode;
    throw error;
  }),
);
