/**
 * Errors that were asked for are real: the scores of 256 energies against Kaufman's, each measured until its error was small
 * enough, have a mean square near 1. It is 1.07 for errors from 32 chains (Student's t with 31 degrees of freedom), and some
 * percent more because a measurement that stops at a small error prefers errors that are too small. Its own standard
 * deviation is 0.1, so the range from 0.7 to 1.6 is missed with odds of 1e-3 at most. The seed is pinned.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type ChainEstimate, chainEstimate, meanError } from '../../src/core/statistics.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import type { Chains, Series } from '../../src/sample/chains.ts';
import { CHAINS_PER_GROUP } from '../../src/sample/groups.ts';
import { measureUntil } from '../../src/sample/precision.ts';
import { TC } from '../golden/ising.ts';
import { kaufman } from '../reference/kaufman.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { standardScore } from '../support/odds.ts';

test.after(closeDevice);

const SIZE = 6;
const GROUPS = 256;
const WANTED = 0.02;
const FIRST = 8;
/** Sweeps that are measured once for all; no group needs as many. */
const SWEEPS = 300;
const LARGEST = 1.6;
const none = async () => {};

type Measured = Record<string, Series>;

/** Chains of one group whose measurements were made beforehand: what they would measure next is the next part of the series. */
function replayed(chains: Chains, all: Measured, group: number, observables: Chains['observables']): Chains {
  let at = 0;
  const measure: Chains['measure'] = async (_range, slots, spacing) => {
    const here = [at, at + slots] as const;
    at += slots;
    assert.ok(at <= SWEEPS, 'more measurements than were made');
    const own = ({ values }: Series) => values.slice(CHAINS_PER_GROUP * group, CHAINS_PER_GROUP * (group + 1)).map((chain) => chain.slice(...here));
    return Object.fromEntries(Object.entries(all).map(([name, series]) => [name, { spacing, values: own(series) }]));
  };
  return Object.create(chains, { measure: { value: measure }, observables: { value: observables } });
}

/** Chains of all groups, and what each of them measures; the same for both tests. */
let series: Promise<Measured> | undefined;
const range = { first: 0, groups: GROUPS };

function chainsOf(scope: Scope): IsingChains {
  return new IsingChains(scope, { size: SIZE, coupling: 1, temperatures: new Array<number>(GROUPS).fill(TC), seed: 61 });
}

async function measuredOnce(spins: IsingChains): Promise<Measured> {
  await spins.advance(range, 200, none);
  return spins.measure(range, SWEEPS, 1, none);
}

/** Mean square of the scores of the energy of all groups. @param naive takes measurements that follow one another for independent */
async function meanSquare(scope: Scope, naive: boolean): Promise<number> {
  const spins = chainsOf(scope);
  series ??= measuredOnce(spins);
  const all = await series;
  const apart: Chains['observables'] = ({ energy }) => ({ energy: meanError(energy.values.flatMap((chain) => Array.from(chain))) });
  // What the model's own observables begin with; the others are not asked for, and cost most.
  const own: Chains['observables'] = ({ energy }) => ({ energy: chainEstimate(energy.values, energy.spacing) });
  const exact = kaufman(SIZE, TC).energy;
  let sum = 0;
  for (let group = 0; group < GROUPS; group++) {
    const chains = replayed(spins, all, group, naive ? apart : own);
    // The clock stands still: how long a measurement is depends on the seed alone.
    const options = { point: TC, spacing: 1, samples: FIRST, error: WANTED, limit: 1, clock: { now: () => 0 } };
    const { series, precision } = await measureUntil(chains, { first: group, groups: 1 }, options, none);
    assert.ok(precision.reached && precision.error < WANTED && precision.samples > (naive ? 0 : FIRST), JSON.stringify(precision));
    const energy = chains.observables(series, TC).energy as ChainEstimate;
    assert.is(energy.error, precision.error);
    if (!naive) assert.equal(spins.observables(series, TC).energy, energy, 'the same as that of the model');
    sum += standardScore(energy, exact) ** 2;
  }
  return sum / GROUPS;
}

test(
  'energies measured to a given error agree with the exact one as often as they should',
  scoped(async (scope) => {
    const found = await meanSquare(scope, false);
    assert.ok(found > 0.7 && found < LARGEST, `mean square of scores ${found}`);
  }),
);

test(
  'negative control: errors that take neighbouring measurements for independent are seen to be too small',
  scoped(async (scope) => {
    const found = await meanSquare(scope, true);
    assert.ok(found > LARGEST, `mean square of scores ${found}`);
  }),
);

test.run();
