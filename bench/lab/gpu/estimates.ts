/** The estimates of training steps as text. */
import { type Dispatched, nameOf } from './dispatched.ts';
import { ENCODE, type Estimate, estimate, H200, NAVI31, stepSeconds, TASK, taskSeconds } from './model.ts';

/** A training step of so many replicas. */
export interface Step {
  name: string;
  replicas: number;
  dispatches: readonly Dispatched[];
}

const micro = (seconds: number) => (1e6 * seconds).toFixed(1);

/** Estimates by kernel: how often, megabytes, microseconds by cause on an H200, and of one dispatch on both GPUs. */
export function kernelEstimates({ name, replicas, dispatches }: Step): string {
  const rows = new Map<string, { times: number; groups: number; ours: Estimate; navi: Estimate }>();
  for (const one of dispatches) {
    const row = rows.get(nameOf(one)) ?? {
      times: 0,
      groups: one.groups.reduce((a, b) => a * b, 1),
      ours: estimate(H200, one, replicas),
      navi: estimate(NAVI31, one, replicas),
    };
    row.times += 1;
    rows.set(nameOf(one), row);
  }
  const head = `${'kernel'.padEnd(40)} times  groups       MB    issue  latency   memory |   H200 limited by | navi31`;
  const lines = [...rows].map(([kernel, { times, groups, ours, navi }]) => {
    const { parts, bytes, seconds, limit, known } = ours;
    const causes = [parts.issue, parts.latency, parts.memory].map((part) => micro(part).padStart(8)).join(' ');
    const both = `${micro(seconds).padStart(6)} ${limit.padEnd(10)} | ${micro(navi.seconds).padStart(6)}${known ? '' : ', no row'}`;
    return `${kernel.padEnd(40)} ${String(times).padStart(5)} ${String(groups).padStart(7)} ${(bytes / 1e6).toFixed(2).padStart(8)} ${causes} | ${both}`;
  });
  return [`## ${name}, estimated us`, head, ...lines].join('\n');
}

/** Estimates of whole steps and of the whole task, a line each. */
export function stepEstimates(steps: readonly Step[]): string {
  const task = `${TASK.runs}x${TASK.steps} s`;
  const head = `${'step'.padEnd(24)} dispatches  H200 us  ${task}  navi31 us  ${task}   (a dispatch takes ${micro(ENCODE)} us of the processor meanwhile)`;
  const lines = steps.map(({ name, replicas, dispatches }) => {
    const count = dispatches.length;
    const cells = [H200, NAVI31].map((gpu) => {
      const seconds = stepSeconds(gpu, dispatches, replicas);
      return `${(1e6 * seconds).toFixed(0).padStart(8)} ${taskSeconds(seconds, count, replicas).toFixed(1).padStart(11)}`;
    });
    return `${name.padEnd(24)} ${String(count).padStart(10)} ${cells.join('   ')}`;
  });
  return [head, ...lines].join('\n');
}
