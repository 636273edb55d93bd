/**
 * `npm run bench -- bounds [--parts LIST] [--of FILE] [--out FILE] [--figures FOLDER] [--tables FILE] [--adapter NAME]`: compares
 * all bounds where the information is known exactly: an 8 x 8 torus with the filter kept and with the filter trained, and
 * correlated normal vectors. Prints one JSON object; `--out` keeps it, `--figures` draws bounds-ising.svg and
 * bounds-gaussians.svg, `--tables` writes the tables of docs/bounds.md. `--parts` measures kept, time, trained or gaussians
 * only; `--of` takes what is not measured from a stored result.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { openDevice } from '../../../native/node/adapters.ts';
import { versions } from '../../../native/node/machine.ts';
import { BlockspinError } from '../../../src/core/errors.ts';
import { figureSvg } from '../../../src/report/draw/svg.ts';
import { readWords, runProgram } from '../../entry.ts';
import { type BoundComparison, PARTS, type Part } from './comparison.ts';
import { gaussiansFigure, isingFigure } from './figures.ts';
import { compareGaussians, GAUSSIANS } from './gaussians.ts';
import { compareKept, KEPT } from './kept.ts';
import { tables } from './tables.ts';
import { compareTimes } from './times.ts';
import { known } from './torus.ts';
import { compareTrained, TRAINED } from './trained.ts';

/** @param old where the parts that are not measured come from */
async function compare(adapter: string | undefined, parts: readonly Part[], old?: BoundComparison): Promise<BoundComparison> {
  const device = await openDevice({ adapter });
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const seconds: BoundComparison['seconds'] = { ...old?.seconds };
  const part = async <P extends Part>(name: P, measure: () => Promise<BoundComparison[P]>, none: BoundComparison[P]): Promise<BoundComparison[P]> => {
    if (!parts.includes(name)) return old?.[name] ?? none;
    const start = performance.now();
    const result = await measure();
    seconds[name] = (performance.now() - start) / 1000;
    return result;
  };
  try {
    const exact = await known();
    return {
      adapter: device.adapter,
      versions: versions(),
      cores: cpus().length,
      processor: cpus()[0]?.model,
      seconds,
      settings: { kept: KEPT, trained: TRAINED, gaussians: GAUSSIANS },
      unit: 'nats',
      exact,
      kept: await part('kept', () => compareKept(device, exact, say), []),
      time: await part('time', () => compareTimes(device, say), []),
      trained: await part('trained', () => compareTrained(device, exact, say), []),
      gaussians: await part('gaussians', () => compareGaussians(device, say), { best_infonce: [], rows: [] }),
    };
  } finally {
    device.close();
  }
}

/** The parts to measure: those that are named; without names all of them, or none where a stored result is given. */
function chosenParts(named: string | undefined, stored: boolean): readonly Part[] {
  if (named === undefined) return stored ? [] : PARTS;
  const names = named.split(',');
  const unknown = names.find((name) => !(PARTS as readonly string[]).includes(name));
  if (unknown === undefined) return PARTS.filter((name) => names.includes(name));
  throw new BlockspinError({ who: '--parts', expected: `parts out of ${PARTS.join(', ')}`, got: unknown, remedy: 'leave it out for all' });
}

async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const options = { out: text, adapter: text, figures: text, tables: text, of: text, parts: text };
  const { values } = readWords('bench bounds', { options }, 'npm run bench -- bounds --parts time');
  const old = values.of === undefined ? undefined : (JSON.parse(readFileSync(values.of, 'utf8')) as BoundComparison);
  const chosen = chosenParts(values.parts, old !== undefined);
  const result = old && chosen.length === 0 ? old : await compare(values.adapter, chosen, old);
  const lines = `${JSON.stringify(result, null, 2)}\n`;
  if (chosen.length > 0) process.stdout.write(lines);
  if (values.out) writeFileSync(values.out, lines);
  if (values.tables) writeFileSync(values.tables, tables(result));
  if (values.figures) {
    writeFileSync(join(values.figures, 'bounds-ising.svg'), await figureSvg(isingFigure(result)));
    writeFileSync(join(values.figures, 'bounds-gaussians.svg'), await figureSvg(gaussiansFigure(result.gaussians)));
  }
  return 0;
}

await runProgram(main);
