/** What a further binary component of H tells beyond known ones: the best of all functions of a block of few spins, and the best of all H of as many states. */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { type BinaryFunction, describeSet } from './candidates.ts';
import { Cells } from './cells.ts';
import { type Channel, type Filter, filterChannel, functionChannel, sparse, through } from './channel.ts';
import { overEnvironments, Tally, xlogx } from './information.ts';
import { type ExactIsingOptions, isingJoint } from './ising.ts';
import { flipsOf, type Joint, type Pause, rimStates } from './joint.ts';
import { bestPartition } from './joint_best.ts';

/** Known components of H as the probabilities p(g | v) of their joint states g. */
export interface KnownStates {
  readonly states: number;
  /** (states) of the block in state v: bit i of v is the spin of site i, row by row, 1 for up. */
  of(v: number): ArrayLike<number>;
}

/** The best further component. */
export interface BestFurther extends BinaryFunction {
  /** I(H_1, H_2 : E) - I(H_1 : E), nats. */
  gain: number;
}

/** The best H of a number of states. */
export interface BestOfAll {
  states: number;
  /** I(H:E), nats. */
  value: number;
  /** The states of the block, row by row, in each state of H. */
  parts: string[][];
}

/** Known components, and what lies beyond them. */
export interface FurtherInformation {
  /** I(V:E), nats: nothing tells more. */
  information_VE: number;
  /** I(H_1:E) of the known components, nats. */
  information_HE: number;
  /** The best of all binary functions of the block. I(H_1, H_2 : E) is convex in p(h_2|v), so no other H_2 is better. */
  best_further: BestFurther;
  /** The best of all H with as many states as known and further component together; left out where environments are too many. */
  best_joint?: BestOfAll;
}

/** Largest block, in spins: 2^15 functions up to their complements. */
const MOST_SITES = 4;
/** Numbers of cells, by round: all functions are evaluated on the first, later only those that may still be best. */
const ROUNDS = [2 ** 6, 2 ** 9, 2 ** 12, Number.POSITIVE_INFINITY];
/** Smaller differences are rounding errors. */
const ROUNDING = 1e-12;

/**
 * I(H_1:E) and the best further component on a small torus, cylinder or open lattice, as `exactIsing`.
 * @param known H_1
 * @throws BlockspinError for a block of more than four spins, or one with inner spins, and as `exactIsing`
 */
export async function exactFurther(options: ExactIsingOptions, known: Filter | KnownStates, pause: Pause = async () => {}): Promise<FurtherInformation> {
  const joint = isingJoint(options);
  if (joint.sites > MOST_SITES || joint.rim.length < joint.sites) {
    throw new BlockspinError({
      setting: 'block',
      expected: `at most ${MOST_SITES} spins, all functions of which are tried`,
      got: options.block.join(' x '),
      remedy: phrase`use ${setting('block', 2)}`,
    });
  }
  const channel = 'weights' in known ? filterChannel(joint, known) : channelOf(joint, known);
  const cells = new Cells(featuresOf(joint), joint.states);
  const [ofBlock, ofKnown] = [new Tally(joint.states), new Tally(channel.states)];
  const [h, s] = [new Float64Array(channel.states), new Float64Array(joint.states)];
  const whole = functionChannel(joint.states, joint.states, (state) => state);
  await overEnvironments(joint, pause, (values, at) => {
    for (const flipped of flipsOf(joint)) {
      through(channel, values, at, flipped, h);
      ofKnown.add(h);
      through(whole, values, at, flipped, s);
      ofBlock.add(s);
      cells.add(s);
    }
  });
  const [information_VE, information_HE] = [ofBlock.information(), ofKnown.information()];
  const best = await bestFurther(joint, channel, cells, information_VE, pause);
  const shown = describeSet(best.set, joint.rim, options.block);
  const all = cells.exact ? await bestPartition(cells.table(), joint.states, 2 * channel.states, pause) : undefined;
  return {
    information_VE,
    information_HE,
    best_further: { gain: Math.max(0, best.value - information_HE), ...(best.set === 0 ? { function: 'any: nothing is left to know' } : shown) },
    ...(all ? { best_joint: { states: 2 * channel.states, value: all.value, parts: all.parts.map((part) => part.map((v) => signs(v, joint))) } } : {}),
  };
}

/** '++-+', the spins of a rim state row by row. */
function signs(state: number, { rim }: Joint): string {
  return rim
    .map((place, b) => ({ place, sign: (state >> b) & 1 ? '+' : '-' }))
    .sort((a, b) => a.place - b.place)
    .map(({ sign }) => sign)
    .join('');
}

function channelOf({ sites, rim }: Joint, { states, of }: KnownStates): Channel {
  const rims = rimStates(sites, rim);
  const joint = new Float64Array(rims.length * states);
  for (let v = 0; v < rims.length; v++) joint.set(Float64Array.from(of(v)), rims[v] * states);
  return sparse(joint, states);
}

/** The spins, by which environments are merged into cells. */
function featuresOf({ rim, states }: Joint): Float64Array[] {
  return rim.map((_, b) => Float64Array.from({ length: states }, (__, state) => ((state >> b) & 1 ? 1 : -1)));
}

/** A set of rim states with H_2 = +, bit s for state s. */
interface Candidate {
  set: number;
  value: number;
}

/** The function with the highest I(H_1, H_2 : E): screened on cells of similar environments, then computed exactly. */
async function bestFurther(joint: Joint, known: Channel, cells: Cells, information: number, pause: Pause): Promise<Candidate> {
  const { states } = joint;
  // The complement of a function tells the same: the last state is never in the set.
  let left: Candidate[] = Array.from({ length: 2 ** (states - 1) }, (_, set) => ({ set, value: 0 }));
  for (const most of ROUNDS) {
    const table = cells.table(most);
    const tally = new Tally(states);
    for (let at = 0; at < table.length; at += states) tally.add(table, at);
    const lost = Math.max(0, information - tally.information());
    const evaluate = beyond(table, states, known);
    for (const candidate of left) {
      candidate.value = evaluate(candidate.set);
      await pause();
    }
    const best = left.reduce((a, b) => (b.value > a.value + ROUNDING ? b : a));
    left = left.filter((candidate) => candidate === best || candidate.value + lost > best.value + ROUNDING);
    if (lost === 0) break;
  }
  return left.reduce((a, b) => (b.value > a.value + ROUNDING ? b : a));
}

/** I(H_1, H_2 : row) as a function of the set with H_2 = +. @param table (rows, states) weights */
function beyond(table: Float64Array, states: number, known: Channel): (set: number) => number {
  const rows = table.length / states;
  const G = known.states;
  // Weights of each state of H_1 and of the block, and of H_1 alone.
  const weights = new Float64Array(rows * G * states);
  const totals = new Float64Array(rows * G);
  let [all, own] = [0, 0];
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let v = 0; v < states; v++) {
      const value = table[row * states + v];
      sum += value;
      for (let i = known.from[v]; i < known.from[v + 1]; i++) {
        weights[(row * G + known.state[i]) * states + v] += known.probability[i] * value;
        totals[row * G + known.state[i]] += known.probability[i] * value;
      }
    }
    all += sum;
    own += xlogx(sum);
  }
  const marginal = new Float64Array(2 * G);
  return (set) => {
    const plus = Array.from({ length: states }, (_, v) => v).filter((v) => (set >> v) & 1);
    marginal.fill(0);
    let pairs = 0;
    for (let row = 0; row < rows; row++) {
      for (let g = 0; g < G; g++) {
        const at = (row * G + g) * states;
        let sum = 0;
        for (let i = 0; i < plus.length; i++) sum += weights[at + plus[i]];
        const rest = Math.max(0, totals[row * G + g] - sum);
        pairs += xlogx(sum) + xlogx(rest);
        marginal[2 * g] += rest;
        marginal[2 * g + 1] += sum;
      }
    }
    const of = marginal.reduce((a, m) => a + xlogx(m / all), 0);
    return Math.max(0, (pairs - own) / all - of);
  };
}
