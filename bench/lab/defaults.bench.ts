/**
 * `npm run bench -- defaults [--only learningRate,steps] [--out FILE] [--adapter NAME]`: the measurements behind docs/defaults.md. One
 * setting at a time differs from its default, with the same random numbers, on the 64 x 64 Ising model at T_c with a 4 x 4
 * block and a buffer of 2. All replicas and settings are evaluated on the same held-out samples, so that differences are
 * more accurate than the values. Prints one JSON object; `--out` keeps it.
 */
import { writeFileSync } from 'node:fs';
import { openDevice } from '../../native/node/adapters.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import { meanError } from '../../src/core/statistics.ts';
import type { Device } from '../../src/gpu/device.ts';
import { T_C } from '../../src/model/ising/options.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import { train } from '../../src/train/train.ts';
import { readWords, runProgram } from '../entry.ts';

const BASE = { size: 64, block: 4, buffer: 2, shell: 2, temperature: T_C, replicas: 8, heldOut: 256, seed: 3 } satisfies TrainInput;
/** I(H:E) of the uniform filter, nats. */
const UNIFORM_FILTER = 0.44599;

/** Settings that are varied one at a time; the first of each list is the default. */
const SETTINGS: Readonly<Record<string, readonly TrainInput[]>> = {
  learningRate: [1e-2, 1e-3, 2e-3, 5e-3, 2e-2].map((learningRate) => ({ learningRate })),
  refineLearningRate: [0.1, 0.02, 0.5].map((refineLearningRate) => ({ refineLearningRate })),
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

/** Trains with one setting; informations in nats, times in seconds. */
async function measured(device: Device, name: string, setting: TrainInput) {
  const { summary } = await train(device, { ...BASE, ...setting });
  const [{ replicas, information, verdict }] = summary.points;
  const found = replicas.filter(({ status }) => status === 'ok');
  const onsets = found.map(({ onset }) => onset).sort((a, b) => a - b);
  return {
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
}

async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = readWords('bench defaults', { options: { out: text, adapter: text, only: text } }, 'npm run bench -- defaults --only rate');
  const names = values.only?.split(',') ?? Object.keys(SETTINGS);
  const unknown = names.find((name) => !Object.hasOwn(SETTINGS, name));
  if (unknown !== undefined)
    throw new BlockspinError({ who: '--only', expected: `settings out of ${Object.keys(SETTINGS).join(', ')}`, got: unknown, remedy: 'leave it out for all' });
  const device = await openDevice({ adapter: values.adapter });
  try {
    const rows: object[] = [];
    for (const [name, setting] of names.flatMap((one) => SETTINGS[one].map((value) => [one, value] as const))) {
      const row = await measured(device, name, setting);
      rows.push(row);
      process.stderr.write(`${JSON.stringify(row)}\n`);
    }
    const lines = `${JSON.stringify({ adapter: device.adapter, base: BASE, uniform_filter: UNIFORM_FILTER, rows }, null, 2)}\n`;
    process.stdout.write(lines);
    if (values.out) writeFileSync(values.out, lines);
    return 0;
  } finally {
    device.close();
  }
}

await runProgram(main);
