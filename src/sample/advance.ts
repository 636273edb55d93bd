import type { Memory } from '../gpu/memory.ts';
import { Plan } from '../gpu/plan.ts';
import { runInPieces } from '../gpu/waiting.ts';
import type { Mover } from './chains.ts';
import type { GroupRange } from './groups.ts';

/** Sweeps that one plan holds at most: a longer stretch replays it. */
const SWEEPS_PER_PLAN = 64;
/**
 * Local updates of sites that one submission makes at most before its time was measured: 0.1 to 0.2 s on lavapipe with two cores
 * (docs/benchmarks.md), about 0.7 s on SwiftShader. A stop waits for the end of a submission.
 */
const UPDATES_PER_PLAN = 2 ** 28;

/** Called after each submission with the fraction done. */
export type OnProgress = (fraction: number) => Promise<void>;

/** A plan that is ready to run, so many times. */
interface Stretch {
  plan: Plan;
  repeats: number;
}

/** What a sweep of some groups costs, in local updates of sites. */
function costOf({ sites, chainsPerGroup, costPerUpdate = 1 }: Mover, ranges: readonly GroupRange[]): number {
  return ranges.reduce((sum, { groups }) => sum + groups, 0) * chainsPerGroup * sites * costPerUpdate;
}

/** Groups that are swept in one submission: all of them where that is cheap, or where they exchange configurations. */
function portionsOf(mover: Mover, ranges: readonly GroupRange[], most: number): (readonly GroupRange[])[] {
  if (mover.together || costOf(mover, ranges) <= most) return [ranges];
  const groups = Math.max(1, Math.floor(most / costOf(mover, [{ first: 0, groups: 1 }])));
  return ranges.flatMap((range) =>
    Array.from({ length: Math.ceil(range.groups / groups) }, (_, i) => [
      { first: range.first + i * groups, groups: Math.min(groups, range.groups - i * groups) },
    ]),
  );
}

/** Sweeps of a plan. */
function sweepsPerPlan(mover: Mover, ranges: readonly GroupRange[], most: number): number {
  return Math.max(1, Math.min(SWEEPS_PER_PLAN, Math.floor(most / costOf(mover, ranges))));
}

/** Plans for a number of sweeps: one portion of the groups after the other. */
async function prepared(memory: Memory, mover: Mover, ranges: readonly GroupRange[], sweeps: number, most: number): Promise<Stretch[]> {
  const stretches: Stretch[] = [];
  const add = async (portion: readonly GroupRange[], count: number, repeats: number) => {
    if (repeats === 0 || count === 0) return;
    const plan = new Plan(memory, 'sweeps');
    mover.recordSweep(plan, portion, count);
    await plan.compile();
    stretches.push({ plan, repeats });
  };
  for (const portion of portionsOf(mover, ranges, most)) {
    const count = sweepsPerPlan(mover, portion, most);
    const repeats = Math.floor(sweeps / count);
    await add(portion, count, repeats);
    await add(portion, sweeps - repeats * count, 1);
  }
  return stretches;
}

async function runAll(stretches: readonly Stretch[], progress: OnProgress): Promise<void> {
  const all = stretches.reduce((sum, { repeats }) => sum + repeats, 0);
  let before = 0;
  for (const { plan, repeats } of stretches) {
    await runInPieces(plan, repeats, (fraction) => progress((before + fraction * repeats) / all));
    before += repeats;
  }
}

/**
 * Moves the chains of some ranges on together by a number of sweeps. Submissions are sized by what they cost: expensive sweeps are
 * made one portion of the groups after the other, which changes no bit, because groups do not depend on one another.
 * @param most updates of one submission
 */
export async function advance(
  memory: Memory,
  mover: Mover,
  ranges: readonly GroupRange[],
  sweeps: number,
  progress: OnProgress,
  most = UPDATES_PER_PLAN,
): Promise<void> {
  await runAll(await prepared(memory, mover, ranges, sweeps, most), progress);
}

/** The same as `advance`, prepared once and called any number of times. */
export async function preparedAdvance(
  memory: Memory,
  mover: Mover,
  ranges: readonly GroupRange[],
  sweeps: number,
): Promise<(progress: OnProgress) => Promise<void>> {
  const stretches = await prepared(memory, mover, ranges, sweeps, UPDATES_PER_PLAN);
  return (progress) => runAll(stretches, progress);
}

/** How often chains are measured, how far apart, and who is told. */
export interface Schedule {
  slots: number;
  /** Sweeps of the mover between measurements. */
  spacing: number;
  progress: OnProgress;
}

/**
 * Records measurements into a plan of its own and runs it `slots` times, `spacing` sweeps apart.
 * @param record what one measurement dispatches; it counts the slots itself
 * @param most updates of one submission, beside the measurement
 */
export async function measureEvery(
  memory: Memory,
  mover: Mover,
  range: GroupRange,
  { slots, spacing, progress, most = UPDATES_PER_PLAN }: Schedule & { most?: number },
  record: (plan: Plan) => void,
): Promise<void> {
  const whole = portionsOf(mover, [range], most).length === 1;
  const count = sweepsPerPlan(mover, [range], most);
  // The last sweeps before a measurement share its plan where all groups are swept at once.
  const last = whole ? spacing - count * Math.max(0, Math.ceil(spacing / count) - 1) : 0;
  const finish = new Plan(memory, 'measure');
  if (last > 0) mover.recordSweep(finish, [range], last);
  record(finish);
  await finish.compile();
  if (last === spacing) {
    await runInPieces(finish, slots, progress);
    return;
  }
  const sweeps = await prepared(memory, mover, [range], spacing - last, most);
  for (let slot = 0; slot < slots; slot++) {
    await runAll(sweeps, (fraction) => progress((slot + fraction) / slots));
    finish.run();
  }
}
