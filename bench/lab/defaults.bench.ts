/**
 * Where the defaults come from: one setting at a time is moved away from its default, all else and all random numbers
 * being the same, on the 64 x 64 Ising model at T_c with a 4 x 4 block and a buffer of 2. Replicas and settings are judged
 * on the same held-out samples, so that differences are finer than the errors of the values. Prints one JSON object;
 * `--out FILE` keeps it, `--only rate,steps` chooses.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openDevice } from '../../native/node/adapters.ts';
import { meanError } from '../../src/core/statistics.ts';
import { T_C } from '../../src/model/ising/options.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import { train } from '../../src/train/train.ts';

const REPLICAS = 8;
const BASE: TrainInput = { size: 64, block: 4, buffer: 2, shell: 2, temperature: T_C, replicas: REPLICAS, heldOut: 256, seed: 3 };

/** Moved one at a time; the first of each list is the default. */
const SETTINGS: Readonly<Record<string, readonly TrainInput[]>> = {
  rate: [1e-2, 1e-3, 2e-3, 5e-3, 2e-2].map((rate) => ({ rate })),
  refineRate: [0.1, 0.02, 0.5].map((refineRate) => ({ refineRate })),
  steps: [600, 150, 300, 1200].map((steps) => ({ steps })),
  refine: [300, 0, 100, 1000].map((refine) => ({ refine })),
  batch: [100, 50, 200, 400].map((batch) => ({ batch })),
  hidden: [[32, 32], [16], [32], [64, 64], [32, 32, 32]].map((hidden) => ({ hidden })),
  activation: (['relu', 'tanh', 'swish'] as const).map((activation) => ({ activation })),
  dropout: [0, 0.1, 0.2].map((dropout) => ({ dropout })),
  warmup: [0, 50, 200].map((warmup) => ({ warmup })),
  clip: [0, 0.1, 1].map((clip) => ({ clip })),
  chains: [256, 64, 128, 512].map((chains) => ({ chains })),
  shell: [2, 1, 4].map((shell) => ({ shell })),
  validations: [2, 1, 8].map((validations) => ({ validations })),
  bound: (['discrete', 'infonce'] as const).map((bound) => ({ bound })),
};

const { values } = parseArgs({ options: { out: { type: 'string' }, adapter: { type: 'string' }, only: { type: 'string' } } });
const device = await openDevice({ adapter: values.adapter });
const names = values.only?.split(',') ?? Object.keys(SETTINGS);
const rows: object[] = [];
for (const name of names) {
  for (const setting of SETTINGS[name]) {
    const { summary } = await train(device, { ...BASE, ...setting });
    const [{ replicas, information, verdict }] = summary.points;
    const found = replicas.filter(({ status }) => status === 'ok');
    const onsets = found.map(({ onset }) => onset).sort((a, b) => a - b);
    const row = {
      name,
      setting,
      best: information.mean,
      error: information.error,
      replicas: meanError(found.map(({ mean }) => mean)),
      least: Math.min(...found.map(({ mean }) => mean)),
      onset: { median: onsets[onsets.length >> 1], last: onsets.at(-1) },
      stuck: replicas.length - found.length,
      verdict,
      seconds: summary.seconds.training + summary.seconds.refining,
    };
    rows.push(row);
    process.stderr.write(`${JSON.stringify(row)}\n`);
  }
}
const text = `${JSON.stringify({ adapter: device.adapter, base: BASE, uniform_filter: 0.44599, rows }, null, 2)}\n`;
process.stdout.write(text);
if (values.out) writeFileSync(values.out, text);
device.close();
