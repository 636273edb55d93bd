/**
 * The layout of large lattices where it is hardest, 64 x 64 at T_c: the energy to 0.0003 of Kaufman's, and errors that are as wide as
 * they say. 32 seeds of 32 lattices each, 2.3 x 10^10 updates.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chiSquaredTail, type Estimate } from '../../src/core/statistics.ts';
import { IsingLattice } from '../../src/model/ising/lattice.ts';
import { CRITICAL_64, TC } from '../golden/ising.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { LIMIT, standardScore } from '../support/odds.ts';

const SEEDS = 32;
const LATTICES = 32;

/** The energy that one seed gives, with the error that it quotes. */
async function energyOf(seed: number): Promise<Estimate> {
  const scope = (await theDevice()).scope('lattice');
  try {
    const lattices = new IsingLattice(scope, { size: 64, coupling: 1, temperatures: new Array<number>(LATTICES).fill(TC), seed });
    const range = { first: 0, groups: LATTICES };
    // Autocorrelation times are 60 sweeps of the energy and about 180 of the order, which the energy follows.
    await lattices.advance(range, 1500, async () => {});
    return lattices.observables(await lattices.measure(range, 200, 20, async () => {}), TC).energy;
  } finally {
    scope.dispose();
  }
}

/** Odds that χ² of as many seeds comes out as large, or as small, by chance. */
function oddsOf(energies: readonly Estimate[], widened: number): number {
  const chi2 = energies.reduce((sum, { mean, error }) => sum + standardScore({ mean, error: widened * error }, CRITICAL_64.energy) ** 2, 0);
  const tail = chiSquaredTail(chi2, energies.length);
  return Math.min(tail, 1 - tail);
}

test('64 x 64 at T_c, 32 seeds: mean energy within four errors, quoted errors neither too small nor too large', async () => {
  const energies: Estimate[] = [];
  for (let seed = 0; seed < SEEDS; seed++) energies.push(await energyOf(6400 + seed));
  const plain = energies.reduce((sum, { mean }) => sum + mean, 0) / SEEDS;
  const error = Math.sqrt(energies.reduce((sum, one) => sum + one.error ** 2, 0)) / SEEDS;
  console.log(`64 x 64 at T_c: energy ${plain} ± ${error}, exact ${CRITICAL_64.energy}; odds of χ² ${oddsOf(energies, 1)}`);
  assert.ok(error < 0.0003, `error ${error}`);
  assert.ok(Math.abs(standardScore({ mean: plain, error }, CRITICAL_64.energy)) < LIMIT, `${plain} ± ${error}, exact ${CRITICAL_64.energy}`);
  // Another set of seeds would fall outside by chance with odds of 6e-5. Negative control: errors half or three times as large do.
  assert.ok(oddsOf(energies, 1) > 3e-5, `odds of χ² ${oddsOf(energies, 1)}`);
  for (const widened of [0.5, 3]) assert.ok(oddsOf(energies, widened) < 3e-5, `odds of χ² with ${widened} of the errors: ${oddsOf(energies, widened)}`);
});

test.after(closeDevice);
test.run();
