import type { Memory } from '../gpu/memory.ts';
import { Plan } from '../gpu/plan.ts';
import { runInPieces } from '../gpu/waiting.ts';
import type { Mover } from './chains.ts';
import type { GroupRange } from './groups.ts';

/** Sweeps in one plan at most: a longer stretch replays the plan. */
const SWEEPS_PER_PLAN = 64;

/** Called after each submission with the fraction done. */
export type OnProgress = (fraction: number) => Promise<void>;

/** Moves the chains of several ranges on together by a number of sweeps. */
export async function advance(memory: Memory, mover: Mover, ranges: readonly GroupRange[], sweeps: number, progress: OnProgress): Promise<void> {
  const whole = Math.floor(sweeps / SWEEPS_PER_PLAN);
  const rest = sweeps - whole * SWEEPS_PER_PLAN;
  if (whole > 0) {
    const plan = new Plan(memory, 'sweeps');
    mover.recordSweep(plan, ranges, SWEEPS_PER_PLAN);
    await plan.compile();
    await runInPieces(plan, whole, (fraction) => progress((fraction * whole * SWEEPS_PER_PLAN) / sweeps));
  }
  if (rest > 0) {
    const plan = new Plan(memory, 'sweeps');
    mover.recordSweep(plan, ranges, rest);
    await plan.compile();
    await runInPieces(plan, 1, progress);
  }
}

/**
 * Records measurements into a plan of its own and runs it `slots` times, `spacing` sweeps apart.
 * @param record what one measurement dispatches; it counts the slots itself
 */
export async function measureEvery(
  memory: Memory,
  mover: Mover,
  range: GroupRange,
  { slots, spacing, progress }: { slots: number; spacing: number; progress: OnProgress },
  record: (plan: Plan) => void,
): Promise<void> {
  const before = Math.max(0, Math.ceil(spacing / SWEEPS_PER_PLAN) - 1);
  const finish = new Plan(memory, 'measure');
  mover.recordSweep(finish, [range], spacing - before * SWEEPS_PER_PLAN);
  record(finish);
  await finish.compile();
  if (before === 0) {
    await runInPieces(finish, slots, progress);
    return;
  }
  const sweeps = new Plan(memory, 'sweeps');
  mover.recordSweep(sweeps, [range], SWEEPS_PER_PLAN);
  await sweeps.compile();
  for (let slot = 0; slot < slots; slot++) {
    await runInPieces(sweeps, before, (fraction) => progress((slot + fraction) / slots));
    finish.run();
  }
}
