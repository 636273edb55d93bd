/** The timings of a GPU's first minutes: what is measured in which order, and how it reads. */
import type { Device } from '../../../src/gpu/device.ts';
import { noise, percent, time } from '../../numbers.ts';
import { REPLICAS, STEPS, type StepChoice, stepName } from './dispatched.ts';
import { type Flips, flipRows, timeFlips } from './flips.ts';
import { type Gpu, H200, NAVI31 } from './model.ts';
import { type KernelTime, profileStep, type StepProfile, type TaskTime, timeTask } from './steps.ts';

/** The published rate of the reference, one training after another: 83.6 steps per second on an M1 Pro (examples/tutorial.ipynb of RSMI-NE). */
const REFERENCE = 83.6;

/** One measurement: its name, and what it gives as a line of JSON and as text. */
export interface Item {
  name: string;
  measure: (seconds: number) => Promise<{ result: object; text: string }>;
}

/** Names of the sections in their order. */
export const SECTIONS = ['profile', 'runs', 'flips'] as const;
export type SectionName = (typeof SECTIONS)[number];

/** The GPU of the model that comes nearest to an adapter. */
export const gpuFor = ({ vendor }: { vendor: string }): Gpu => (/^amd/i.test(vendor) ? NAVI31 : H200);

/** The measurements of a section, the most important first. Sizes are smaller on software adapters. */
export function itemsOf(section: SectionName, device: Device): Item[] {
  const { software } = device.adapter;
  const gpu = gpuFor(device.adapter);
  if (section === 'flips') {
    return flipRows(software).map((name) => ({
      name,
      measure: async () => {
        const result = await timeFlips(device, name);
        return { result, text: flipsText(result) };
      },
    }));
  }
  if (section === 'runs') {
    const runs = STEPS.filter(({ theCase }) => theCase.name === 'dimer').map((step): StepChoice => ({ ...step, replicas: software ? 4 : 500 }));
    return runs.map((choice) => ({
      name: stepName(choice),
      measure: async (seconds) => {
        const result = await timeTask(device, choice, gpu, seconds);
        return { result, text: taskText(result, choice.replicas) };
      },
    }));
  }
  const counts = software ? [4, 1] : [...REPLICAS].reverse();
  const choices = counts.flatMap((replicas) => STEPS.map((step): StepChoice => ({ ...step, replicas })));
  return choices.map((choice) => ({
    name: stepName(choice),
    measure: async () => {
      const result = await profileStep(device, choice, gpu);
      return { result, text: profileText(result) };
    },
  }));
}

const micro = (seconds: number | null) => (seconds === null ? '-' : (1e6 * seconds).toFixed(1));

function kernelLine({ kernel, times, measured, predicted, limit }: KernelTime): string {
  const ratio = measured === null || predicted === null ? '-' : (measured / predicted).toFixed(2);
  return `  ${kernel.padEnd(42)} ${String(times).padStart(3)} ${micro(measured).padStart(9)} ${micro(predicted).padStart(9)} ${ratio.padStart(6)}  ${limit}`;
}

function profileText({ step, dispatches, wall, gpu, predicted, ratio, kernels }: StepProfile): string {
  const sorted = [...kernels].sort((a, b) => (b.measured ?? b.predicted ?? 0) - (a.measured ?? a.predicted ?? 0));
  return [
    `${step}: ${micro(wall.median)} us a step (± ${percent(noise(wall))}), ${micro(gpu)} us of them in ${dispatches} dispatches; predicted for ${predicted.of} ${micro(predicted.seconds)} us, ratio ${ratio.toFixed(2)}`,
    `  ${'kernel'.padEnd(42)} ${'of'.padStart(3)} ${'us'.padStart(9)} ${'predicted'.padStart(9)} ${'ratio'.padStart(6)}  limited by`,
    ...sorted.map(kernelLine),
  ].join('\n');
}

function taskText({ step, steps, seconds, task, predicted, ratio, objective }: TaskTime, replicas: number): string {
  const reference = (task.runs * task.steps) / REFERENCE;
  return [
    `${step}: ${steps} steps in ${time(seconds)}, objective ${objective.toFixed(3)} nats`,
    `  ${replicas} x ${task.steps} steps: ${time(task.ensemble)}; ${task.runs} x ${task.steps}: ${time(task.all)}${steps < task.steps ? ', extrapolated' : ''}; predicted for ${predicted.of} ${time(predicted.seconds)}, ratio ${ratio.toFixed(2)}`,
    `  ${(reference / task.all).toFixed(0)} times as fast as the reference one after another (${time(reference)}, published)`,
  ].join('\n');
}

const flipsText = ({ sampler, flips, published, ratio }: Flips) =>
  `${sampler}: ${flips.median.toPrecision(3)} flips/ns (± ${percent(noise(flips))}); ${published.of}: ${published.flips}, ratio ${ratio.toPrecision(2)}`;
