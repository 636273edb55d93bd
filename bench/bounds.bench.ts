/**
 * Compares all bounds where the information is known exactly: an 8 x 8 torus with the filter kept and with the filter
 * trained, and correlated normal vectors. Prints one JSON object; `--out FILE` keeps it, `--figures FOLDER` draws
 * bounds-ising.svg and bounds-gaussians.svg, `--tables FILE` writes the tables of docs/bounds.md. `--of FILE` takes the
 * numbers from a file that was kept instead of measuring.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDevice } from '../native/node/adapters.ts';
import { figureSvg } from '../src/report/figures.ts';
import { VERSION } from '../src/version.ts';
import { gaussiansFigure, isingFigure } from './bounds_figures.ts';
import { compareGaussians, GAUSSIANS } from './bounds_gaussians.ts';
import { compareIsing, FROZEN, TRAINED } from './bounds_ising.ts';
import { tables } from './bounds_tables.ts';

export type Comparison = Awaited<ReturnType<typeof compare>>;

async function compare(adapter: string | undefined) {
  const device = await openDevice({ adapter });
  const start = performance.now();
  const say = (line: string) => process.stderr.write(`${line}\n`);
  try {
    const ising = await compareIsing(device, say);
    const gaussians = await compareGaussians(device, say);
    return {
      adapter: device.adapter,
      versions: { blockspin: VERSION, node: process.versions.node, dawn: `webgpu ${createRequire(import.meta.url)('webgpu/package.json').version}` },
      cores: cpus().length,
      processor: cpus()[0]?.model,
      seconds: (performance.now() - start) / 1000,
      settings: { frozen: FROZEN, trained: TRAINED, gaussians: GAUSSIANS },
      unit: 'nats',
      ising,
      gaussians,
    };
  } finally {
    device.close();
  }
}

const { values } = parseArgs({
  options: { out: { type: 'string' }, adapter: { type: 'string' }, figures: { type: 'string' }, tables: { type: 'string' }, of: { type: 'string' } },
});
const result = values.of ? (JSON.parse(readFileSync(values.of, 'utf8')) as Comparison) : await compare(values.adapter);
const text = `${JSON.stringify(result, null, 2)}\n`;
if (!values.of) process.stdout.write(text);
if (values.out) writeFileSync(values.out, text);
if (values.tables) writeFileSync(values.tables, tables(result));
if (values.figures) {
  writeFileSync(join(values.figures, 'bounds-ising.svg'), await figureSvg(isingFigure(result.ising)));
  writeFileSync(join(values.figures, 'bounds-gaussians.svg'), await figureSvg(gaussiansFigure(result.gaussians)));
}
