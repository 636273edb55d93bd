/** One case at one number of replicas: our step against each peer in turn. */
import { BlockspinError } from '../../../src/core/errors.ts';
import type { Device } from '../../../src/gpu/device.ts';
import type { Plan } from '../../../src/gpu/plan.ts';
import { type Spread, spread } from '../../numbers.ts';
import { type Case, firstSteps, flopsOf, Mill, makeStep, type Step } from '../../step.ts';
import type { Absent, Ready } from './catalogue.ts';
import { eachPeer } from './each.ts';
import type { About } from './talk.ts';
import { type Match, takeTurns } from './turns.ts';

/** Steps whose objectives must not depend on the number of replicas. */
const SAME = 20;
/** Runs and steps of the published work on dimers. */
export const WHOLE = { case: 'dimer', runs: 500, steps: 5800 };
const WHOLE_MS = 3_600_000;

export interface Settings {
  rounds: number;
  /** Of one window. */
  seconds: number;
}

/** Seconds of all steps of the published work, started and waited for once. */
export interface Whole {
  ours: number;
  with_a_sweep_of_all_chains: number;
  theirs?: number;
}

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

export interface Refusal {
  kind: 'refused';
  case: string;
  replicas: number;
  reason: string;
}

/** @throws Error when the objective is not what is known, or depends on the number of replicas. */
async function validate(theCase: Case, step: Step, alone: readonly number[] | undefined): Promise<number[]> {
  const { steps, least, most } = theCase.known;
  const objectives = await firstSteps(step, alone ? SAME : steps);
  if (alone) {
    if (objectives.join() !== alone.slice(0, SAME).join())
      throw new Error(`${theCase.name}: replica 0 of ${step.ensemble.replicas} has not the bits that it has alone`);
    return [...alone];
  }
  const end = objectives.slice(-100).reduce((sum, x) => sum + x / 100, 0);
  if (!(end > least && end < most)) throw new Error(`${theCase.name}: expected an objective of ${least} to ${most} nats after ${steps} steps, got ${end}`);
  return objectives;
}

/** Seconds of so many runs of a plan. */
async function wholeOf(device: Device, plan: Plan, steps: number): Promise<number> {
  const piece = 100;
  const start = performance.now();
  for (let done = 0; done < steps; done += piece) {
    plan.run(Math.min(piece, steps - done));
    await device.idle();
  }
  return (performance.now() - start) / 1000;
}

/** Compares and validates; remembers for each case what one replica did alone. */
export class Training {
  readonly absent = new Map<string, Absent>();
  readonly #alone = new Map<string, number[]>();

  constructor(
    readonly device: Device,
    readonly entries: readonly (Ready | Absent)[],
    readonly settings: Settings,
    /** Whether all steps of the published work are made, too, where the replicas are as many as its runs. */
    readonly whole: boolean,
    readonly found: (row: TrainingRow | Refusal) => void,
  ) {}

  /**
   * All peers of a case; without any there is still a row of our own.
   * @param timed false only validates one replica, to hold others against it
   */
  async compare(theCase: Case, replicas: number, timed = true): Promise<void> {
    let step: Step;
    try {
      // The log of an ensemble of thousands must still fit one binding.
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

  async #rows(theCase: Case, replicas: number, step: Step): Promise<void> {
    const { rounds, seconds } = this.settings;
    const mill = new Mill(step.alone, seconds);
    await mill.warm();
    const ours = { turn: async () => (await mill.turn()) * replicas };
    const whole = this.whole && theCase.name === WHOLE.case && replicas === WHOLE.runs ? await this.#whole(step) : undefined;
    const row = (match: Omit<Match, 'theirs' | 'ratio'> & Partial<Match>): TrainingRow => ({
      kind: 'training',
      case: theCase.name,
      replicas,
      unit: 'replica-steps/s',
      gflops: (match.ours.median * flopsOf(theCase.sizes)) / 1e9,
      ...match,
    });
    let peers = 0;
    const absent = await eachPeer(this.entries, theCase.sizes, replicas, async (peer) => {
      const about = await peer.about();
      const match = await takeTurns(ours, { turn: () => peer.turn(seconds) }, rounds);
      const theirs = whole && (await peer.train(WHOLE.steps, WHOLE_MS)).seconds;
      peers += 1;
      this.found({ ...row(match), peer: peer.name, about, ...(whole ? { whole: { ...whole, theirs } } : {}) });
    });
    for (const entry of absent) {
      // One that is missing is missing everywhere; one that fails may do so at some sizes only.
      const key = entry.state === 'failed' ? `${entry.name}, ${theCase.name}, R = ${replicas}` : entry.name;
      this.absent.set(key, { ...entry, name: key });
    }
    if (peers > 0) return;
    const rates: number[] = [];
    for (let round = 0; round < rounds; round++) rates.push(await ours.turn());
    this.found({ ...row({ ours: spread(rates), rounds }), ...(whole ? { whole } : {}) });
  }

  async #whole(step: Step): Promise<Whole> {
    return {
      ours: await wholeOf(this.device, step.alone, WHOLE.steps),
      with_a_sweep_of_all_chains: await wholeOf(this.device, step.withSweep, WHOLE.steps),
    };
  }
}
