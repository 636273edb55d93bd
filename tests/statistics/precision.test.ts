/**
 * Errors that were asked for are real: scores against Kaufman's energy have the variance 1, although each measurement stopped
 * where its error had become small. Sixteen measurements in all; the sum of their squared scores lies between 3.9 and 39.3 (χ² of 16
 * degrees of freedom) but for odds of 2e-3, seeds are pinned.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type ChainEstimate, meanError } from '../../src/core/statistics.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import type { Chains, Series } from '../../src/sample/chains.ts';
import { measureUntil } from '../../src/sample/precision.ts';
import { TC } from '../golden/ising.ts';
import { kaufman } from '../reference/kaufman.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { LIMIT, standardScore } from '../support/odds.ts';

test.after(closeDevice);

const SIZE = 6;
const WANTED = 0.02;
const FIRST = 8;
const none = async () => {};
/** No limit ends these measurements: their length is a matter of the seed alone. */
const STILL = { now: () => 0 };

/** Scores of the energy of groups of 32 chains, each measured until its error is below what is wanted. */
async function scores(scope: Scope, seed: number, judged: (chains: Chains) => Chains = (chains) => chains): Promise<number[]> {
  const groups = 8;
  const chains = new IsingChains(scope, { size: SIZE, coupling: 1, temperatures: new Array<number>(groups).fill(TC), seed });
  await chains.advance({ first: 0, groups }, 200, none);
  const found: number[] = [];
  for (let first = 0; first < groups; first++) {
    const range = { first, groups: 1 };
    const options = { point: TC, spacing: 1, samples: FIRST, error: WANTED, limit: 1, clock: STILL };
    const { series, precision } = await measureUntil(judged(chains), range, options, none);
    assert.ok(precision.reached && precision.error < WANTED, JSON.stringify(precision));
    assert.ok(precision.samples > FIRST, 'the first measurements were not enough');
    const energy = judged(chains).observables(series, TC).energy as ChainEstimate;
    assert.is(energy.error, precision.error);
    found.push(standardScore(energy, kaufman(SIZE, TC).energy));
  }
  return found;
}

const squares = (all: readonly number[]) => all.reduce((sum, z) => sum + z * z, 0);

test(
  'energies measured to a given error agree with the exact one as often as they should',
  scoped(async (scope) => {
    const all = [...(await scores(scope, 61)), ...(await scores(scope, 62))];
    assert.ok(
      all.every((z) => Math.abs(z) < LIMIT),
      `${all}`,
    );
    assert.ok(squares(all) > 3.9 && squares(all) < 39.3, `chi squared ${squares(all)} of ${all.length}`);
  }),
);

test(
  'negative control: errors that take neighbouring measurements for independent are seen to be too small',
  scoped(async (scope) => {
    const naive = (series: Readonly<Record<string, Series>>) => ({ energy: meanError(series.energy.values.flatMap((chain) => Array.from(chain))) });
    const judged = (chains: Chains): Chains => Object.create(chains, { observables: { value: naive }, measure: { value: chains.measure.bind(chains) } });
    const all = [...(await scores(scope, 61, judged)), ...(await scores(scope, 62, judged))];
    assert.ok(squares(all) > 39.3, `chi squared ${squares(all)} of ${all.length}`);
  }),
);

test.run();
