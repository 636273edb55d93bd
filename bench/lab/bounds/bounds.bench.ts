/**
 * Compares all bounds where the information is known exactly: an 8 x 8 torus with the filter kept and with the filter
 * trained, and correlated normal vectors. Prints one JSON object; `--out FILE` keeps it, `--figures FOLDER` draws
 * bounds-ising.svg and bounds-gaussians.svg, `--tables FILE` writes the tables of docs/bounds.md. `--parts LIST`
 * measures kept, time, trained or gaussians only; `--of FILE` takes what is not measured from a result that was kept.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDevice } from '../../../native/node/adapters.ts';
import type { AdapterRecord } from '../../../src/gpu/adapter.ts';
import { figureSvg } from '../../../src/report/draw/svg.ts';
import { VERSION } from '../../../src/version.ts';
import { gaussiansFigure, isingFigure } from './figures.ts';
import { compareGaussians, GAUSSIANS, type GaussianComparison } from './gaussians.ts';
import { compareKept, compareTimes, compareTrained, KEPT, type KeptRow, type Known, known, type TimeRow, TRAINED, type TrainedRow } from './ising.ts';
import { tables } from './tables.ts';

const PARTS = ['kept', 'time', 'trained', 'gaussians'] as const;
type Part = (typeof PARTS)[number];

export interface Comparison {
  adapter: AdapterRecord;
  versions: Record<string, string>;
  cores: number;
  processor: string | undefined;
  /** Wall time by part. */
  seconds: Partial<Record<Part, number>>;
  settings: object;
  unit: 'nats';
  exact: Known[];
  kept: KeptRow[];
  time: TimeRow[];
  trained: TrainedRow[];
  gaussians: GaussianComparison;
}

/** @param old where the parts that are not measured come from */
async function compare(adapter: string | undefined, parts: readonly Part[], old?: Comparison): Promise<Comparison> {
  const device = await openDevice({ adapter });
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const seconds: Comparison['seconds'] = { ...old?.seconds };
  const part = async <P extends Part>(name: P, measure: () => Promise<Comparison[P]>, none: Comparison[P]): Promise<Comparison[P]> => {
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
      versions: { blockspin: VERSION, node: process.versions.node, dawn: `webgpu ${createRequire(import.meta.url)('webgpu/package.json').version}` },
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

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    adapter: { type: 'string' },
    figures: { type: 'string' },
    tables: { type: 'string' },
    of: { type: 'string' },
    parts: { type: 'string', default: '' },
  },
});
const old = values.of ? (JSON.parse(readFileSync(values.of, 'utf8')) as Comparison) : undefined;
const chosen = PARTS.filter((name) => (values.parts === '' ? !old : values.parts.split(',').includes(name)));
const result = old && chosen.length === 0 ? old : await compare(values.adapter, chosen, old);
const text = `${JSON.stringify(result, null, 2)}\n`;
if (chosen.length > 0) process.stdout.write(text);
if (values.out) writeFileSync(values.out, text);
if (values.tables) writeFileSync(values.tables, tables(result));
if (values.figures) {
  writeFileSync(join(values.figures, 'bounds-ising.svg'), await figureSvg(isingFigure(result)));
  writeFileSync(join(values.figures, 'bounds-gaussians.svg'), await figureSvg(gaussiansFigure(result.gaussians)));
}
