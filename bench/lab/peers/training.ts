/** Our training step compared with that of each peer. */
import { BlockspinError } from '../../../src/core/errors.ts';
import type { Device } from '../../../src/gpu/device.ts';
import type { Plan } from '../../../src/gpu/plan.ts';
import { type Spread, spread } from '../../numbers.ts';
import { type Case, firstSteps, flopsOf, makeStep, type TrainingStep } from '../../step.ts';
import { Timer } from '../../timer.ts';
import type { Absent, Ready } from './catalogue.ts';
import { eachPeer } from './each.ts';
import type { About } from './talk.ts';
import { type RateComparison, takeTurns } from './turns.ts';

/** Steps in which the objectives of replica 0 must not depend on the number of replicas. */
const SAME = 20;
/** Replicas and steps of the published work on dimers. */
const WHOLE = { case: 'dimer', runs: 500, steps: 5800 };
/** Milliseconds to wait for a peer that runs all of them. */
const WHOLE_MS = 3_600_000;

/** How the comparison is timed. */
export interface Settings {
  /** Intervals of each program. */
  rounds: number;
  /** Length of an interval. */
  seconds: number;
}

/** Seconds of all steps of the published work. */
export interface Whole {
  ours: number;
  with_a_sweep_of_all_chains: number;
  theirs?: number;
}

/** A comparison of training steps, or our rate alone where no peer takes part; a line of the stored file. */
export interface TrainingRow {
  kind: 'training';
  case: string;
  replicas: number;
  unit: 'replica-steps/s';
  ours: Spread;
  gflops: number;
  peer?: string;
  about?: About;
  theirs?: Spread;
  ratio?: Spread;
  rounds: number;
  whole?: Whole;
}

/** Sizes that do not fit the adapter. */
export interface Refusal {
  kind: 'refused';
  case: string;
  replicas: number;
  reason: string;
}

/** @throws Error when the objective is out of its known range, or depends on the number of replicas */
async function validate(theCase: Case, step: TrainingStep, alone: readonly number[] | undefined): Promise<number[]> {
  const { steps, least, most } = theCase.known;
  const objectives = await firstSteps(step, alone ? SAME : steps);
  if (alone) {
    if (objectives.join() !== alone.slice(0, SAME).join())
      throw new Error(`${theCase.name}: replica 0 of ${step.ensemble.replicas} differs from a single replica`);
    return [...alone];
  }
  const end = objectives.slice(-100).reduce((sum, x) => sum + x / 100, 0);
  if (!(end > least && end < most)) throw new Error(`${theCase.name}: expected an objective of ${least} to ${most} nats after ${steps} steps, got ${end}`);
  return objectives;
}

/** Seconds of so many steps. */
async function wholeOf(device: Device, plan: Plan, steps: number): Promise<number> {
  const piece = 100;
  const start = performance.now();
  for (let done = 0; done < steps; done += piece) {
    plan.run(Math.min(piece, steps - done));
    await device.idle();
  }
  return (performance.now() - start) / 1000;
}

/** Validates our step and compares it with the peers; keeps the objectives of a single replica of each case. */
export class Training {
  readonly absent = new Map<string, Absent>();
  readonly #alone = new Map<string, number[]>();

  constructor(
    readonly device: Device,
    readonly entries: readonly (Ready | Absent)[],
    readonly settings: Settings,
    /** Whether all steps of the published work are timed as well, where the number of replicas is that of its runs. */
    readonly whole: boolean,
    readonly found: (row: TrainingRow | Refusal) => void,
  ) {}

  /**
   * Compares one case with all peers; without peers the row has our rate alone.
   * @param timed false: only validates a single replica, with which ensembles are compared
   */
  async compare(theCase: Case, replicas: number, timed = true): Promise<void> {
    let step: TrainingStep;
    try {
      // The history of thousands of replicas must fit one binding.
      step = await makeStep(this.device, theCase, replicas, Math.max(WHOLE.steps, Math.min(40_000, Math.floor(16e6 / replicas))));
    } catch (error) {
      if (!(error instanceof BlockspinError)) throw error;
      this.found({ kind: 'refused', case: theCase.name, replicas, reason: error.message });
      return;
    }
    try {
      const alone = this.#alone.get(theCase.name);
      this.#alone.set(theCase.name, await validate(theCase, step, replicas === 1 ? undefined : alone));
      if (timed) await this.#rows(theCase, replicas, step);
    } finally {
      step.ensemble.dispose();
    }
  }

  async #rows(theCase: Case, replicas: number, step: TrainingStep): Promise<void> {
    const { rounds, seconds } = this.settings;
    const timer = new Timer(step.alone, seconds);
    await timer.warm();
    const ours = { rate: async () => (await timer.rate()) * replicas };
    const whole = this.whole && theCase.name === WHOLE.case && replicas === WHOLE.runs ? await this.#whole(step) : undefined;
    const row = (comparison: Omit<RateComparison, 'theirs' | 'ratio'> & Partial<RateComparison>): TrainingRow => ({
      kind: 'training',
      case: theCase.name,
      replicas,
      unit: 'replica-steps/s',
      gflops: (comparison.ours.median * flopsOf(theCase.sizes)) / 1e9,
      ...comparison,
    });
    let peers = 0;
    const absent = await eachPeer(this.entries, theCase.sizes, replicas, async (peer) => {
      const about = await peer.about();
      const comparison = await takeTurns(ours, { rate: () => peer.rate(seconds) }, rounds);
      const theirs = whole && (await peer.train(WHOLE.steps, WHOLE_MS)).seconds;
      peers += 1;
      this.found({ ...row(comparison), peer: peer.name, about, ...(whole ? { whole: { ...whole, theirs } } : {}) });
    });
    for (const entry of absent) {
      // A missing peer is named once; a peer may fail at some sizes only and is named with them.
      const key = entry.state === 'failed' ? `${entry.name}, ${theCase.name}, R = ${replicas}` : entry.name;
      this.absent.set(key, { ...entry, name: key });
    }
    if (peers > 0) return;
    const rates: number[] = [];
    for (let round = 0; round < rounds; round++) rates.push(await ours.rate());
    this.found({ ...row({ ours: spread(rates), rounds }), ...(whole ? { whole } : {}) });
  }

  async #whole(step: TrainingStep): Promise<Whole> {
    return {
      ours: await wholeOf(this.device, step.alone, WHOLE.steps),
      with_a_sweep_of_all_chains: await wholeOf(this.device, step.withSweep, WHOLE.steps),
    };
  }
}
