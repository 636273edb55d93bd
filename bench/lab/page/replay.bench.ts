/**
 * `npm run bench -- replay [--adapter NAME] [--out FILE]`: records the runs that the laboratory shows in browsers without WebGPU, into
 * native/browser/lab/replay.json: two systems at three temperatures each.
 */
import { writeFileSync } from 'node:fs';
import { openDevice } from '../../../native/node/adapters.ts';
import { encodeReplay, type Take } from '../../../src/lab/replay.ts';
import { T_C } from '../../../src/model/ising/options.ts';
import { VERSION } from '../../../src/version.ts';
import { readWords, runProgram } from '../../entry.ts';
import { recordTake } from './takes.ts';

const SYSTEMS = [
  { size: 8, block: 2, buffer: 1, shell: 1, replicas: 8, seed: 1, steps: 1200, every: 20, frames: 96 },
  { size: 32, block: 4, buffer: 3, shell: 2, replicas: 8, seed: 1, steps: 1800, every: 30, frames: 96 },
];
const TEMPERATURES = [1.8, T_C, 3.5];

async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = readWords('bench replay', { options: { out: text, adapter: text } }, 'npm run bench -- replay');
  const device = await openDevice({ adapter: values.adapter });
  try {
    const takes: Take[] = [];
    for (const system of SYSTEMS) {
      for (const temperature of TEMPERATURES) {
        takes.push(await recordTake(device, { ...system, temperature }));
        const { heldOut, best } = takes[takes.length - 1];
        process.stderr.write(
          `${system.size} x ${system.size}, T = ${temperature}: ${heldOut.mean.toFixed(4)} ± ${heldOut.error.toFixed(4)} nats, replica ${best}\n`,
        );
      }
    }
    const source = `blockspin ${VERSION} on ${device.adapter.name}`;
    writeFileSync(values.out ?? 'native/browser/lab/replay.json', `${encodeReplay({ version: 1, source, takes })}\n`);
    return 0;
  } finally {
    device.close();
  }
}

await runProgram(main);
