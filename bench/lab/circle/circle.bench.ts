/**
 * `npm run bench -- circle [VARIANT ...] [--out FOLDER] [--name NAME] [--results FOLDER] [--docs FOLDER]`: trains the ensembles behind row R10 of
 * docs/published.md, or continues them, and writes along which directions their filters lie into bench/results/circle-NAME.jsonl and the table of the page.
 * Without names: those that have a folder, and where there is none all of them, about an hour and a half on two cores.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../native/node/commit.ts';
import { openStudy, readStudy } from '../../../native/node/index.ts';
import { BlockspinError } from '../../../src/core/errors.ts';
import { readWords, runProgram } from '../../entry.ts';
import { commandEnded } from '../ended.ts';
import { pageOptions, text } from '../page_options.ts';
import { anglesOf } from './angles.ts';
import { type CircleLine, readCircle, withCircle } from './page.ts';
import { VARIANTS, type Variant } from './variants.ts';

const OPTIONS = { out: text('results/circle'), ...pageOptions(ROOT) };

/** The variants that are named. */
function chosen(names: readonly string[], out: string): readonly Variant[] {
  const unknown = names.find((name) => VARIANTS.every((variant) => variant.name !== name));
  const known = VARIANTS.map(({ name }) => name).join(', ');
  if (unknown !== undefined) throw new BlockspinError({ who: 'bench circle', expected: `names out of ${known}`, got: unknown, remedy: 'leave it out for all' });
  if (names.length > 0) return VARIANTS.filter(({ name }) => names.includes(name));
  const started = VARIANTS.filter(({ name }) => existsSync(join(out, name, 'study.json')));
  return started.length > 0 ? started : VARIANTS;
}

/** Trains a variant, or what is left of it. @throws Error where its study does not end well */
async function measured({ name, words, study, start }: Variant, out: string): Promise<CircleLine> {
  mkdirSync(out, { recursive: true });
  const config = join(out, `${name}.json`);
  writeFileSync(config, `${JSON.stringify(study)}\n`);
  const folder = join(out, name);
  const status = commandEnded(ROOT, ['study', config, '--out', folder], 'inherit');
  if (status !== 0) throw new Error(`the study of ${name} ended with ${status}`);
  const opened = await openStudy(folder);
  const data = await readStudy(opened);
  const { cells } = data.provenance;
  return {
    name,
    words,
    adapter: [...new Set(cells.map((cell) => cell.adapter))].join('; '),
    commit: [...new Set(cells.map((cell) => cell.commit))].join(', '),
    finished: cells.reduce((last, { finished }) => (finished > last ? finished : last), ''),
    seconds: cells.reduce((sum, { seconds }) => sum + seconds, 0),
    ...anglesOf(data, opened.config.runsPerCell, start),
  };
}

async function main(): Promise<number> {
  const { values, positionals } = readWords('bench circle', { allowPositionals: true, options: OPTIONS }, 'npm run bench -- circle start0');
  const file = join(values.results, `circle-${values.name}.jsonl`);
  const page = join(values.docs, 'published.md');
  for (const variant of chosen(positionals, values.out)) {
    const found = await measured(variant, values.out);
    const stored = existsSync(file) ? readCircle(file, readFileSync(file, 'utf8')) : [];
    const lines = VARIANTS.flatMap(({ name }) => (name === found.name ? [found] : stored.filter((line) => line.name === name)));
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    writeFileSync(page, withCircle(readFileSync(page, 'utf8'), lines));
    process.stdout.write(`${file}\n${page}\n`);
  }
  return 0;
}

await runProgram(main);
