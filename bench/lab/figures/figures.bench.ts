/**
 * `npm run bench -- figures [--results FOLDER] [--docs FOLDER]`: draws the figures of docs/benchmarks.md and makes the tables
 * between its markers from the stored lines table-NAME.jsonl, scaling-NAME.jsonl and peers-NAME.jsonl, where NAME stands for
 * an adapter. Measures nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../native/node/commit.ts';
import type { FigureSpec } from '../../../src/report/draw/figure.ts';
import { figureSvg } from '../../../src/report/draw/svg.ts';
import { readWords, runProgram } from '../../entry.ts';
import { curvesOf } from '../scaling/scaling.ts';
import { floorsFigure, peersFigure, scalingFigure } from './figures.ts';
import { figureName, filled, isCompared, type Stored } from './page.ts';
import { readStored } from './stored.ts';

/** Figures by the names of their files. */
function figures({ table, scaling, peers }: Stored): [string, FigureSpec][] {
  const all: [string, FigureSpec][] = [];
  for (const [name, records] of Object.entries(table)) all.push([figureName('floors', name), floorsFigure(records, records[0].adapter.name)]);
  for (const [name, records] of Object.entries(scaling)) {
    const curves = curvesOf(records);
    for (const [what, group] of [
      ['samplers', 'sampling'],
      ['training', 'training'],
    ] as const) {
      if (curves.some((curve) => curve.group === group)) all.push([figureName(what, name), scalingFigure(curves, group, records[0].adapter.name)]);
    }
  }
  for (const [name, lines] of Object.entries(peers)) {
    const [run] = lines.filter((line) => line.kind === 'run');
    all.push([figureName('peers', name), peersFigure(lines.filter(isCompared), run.adapter.name)]);
  }
  return all;
}

async function main(): Promise<number> {
  const options = {
    results: { type: 'string', default: join(ROOT, 'bench/results') },
    docs: { type: 'string', default: join(ROOT, 'docs') },
  } as const;
  const { values } = readWords('bench figures', { options }, 'npm run bench -- figures');
  const stored = readStored(values.results);
  const page = join(values.docs, 'benchmarks.md');
  writeFileSync(page, filled(readFileSync(page, 'utf8'), stored));
  process.stdout.write(`${page}\n`);
  for (const [name, spec] of figures(stored)) {
    writeFileSync(join(values.docs, name), await figureSvg(spec));
    process.stdout.write(`${join(values.docs, name)}\n`);
  }
  return 0;
}

await runProgram(main);
