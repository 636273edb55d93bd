/** Intervals of 95 % from the bootstrap: how many of 48 snapshots have the truth in theirs. About six processor-minutes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice } from '../support/device.ts';
import { errorsOf95, type Refitted, refitted } from '../support/tissue_refits.ts';
import { dynamicSnapshot, SOLID, solidTissue, whiteSnapshot } from '../support/tissue_snapshots.ts';

test.after(closeDevice);

const [SNAPSHOTS, REFITS] = [48, 24];
const TRUTH = { P0: 3.6, chi: 0.2 } as const;
/** Of intervals that hold the truth in 95 of 100 cases fewer do in one of 400 experiments; of intervals half as wide as many do in one of 200. */
const FEWEST = 41;

/** Snapshots of 48 tissues: one tissue and one draw of the noise for each seed. */
function pictures(noise: 'dynamic' | 'white', amplitude: number, seed: number) {
  return Array.from({ length: SNAPSHOTS }, (_, i) => {
    const mesh = solidTissue(seed + i);
    return noise === 'white' ? whiteSnapshot(mesh, amplitude, seed + i) : dynamicSnapshot(mesh, SOLID, amplitude, seed + i);
  });
}

/** Distances of the truth from each estimate, corrected or as it was fitted, in halves of the interval of 95 %. No interval holds nothing. */
function distances(all: readonly Refitted[], symbol: 'P0' | 'chi', corrected = true): number[] {
  return all.map(({ estimate, bootstrap }) => {
    if (typeof bootstrap === 'string' || bootstrap.error[symbol] === undefined) return Number.POSITIVE_INFINITY;
    const from = (corrected ? bootstrap.corrected : estimate)?.[symbol] as number;
    return Math.abs(from - TRUTH[symbol]) / (errorsOf95(bootstrap.fits) * (bootstrap.error[symbol] as number));
  });
}

const within = (list: readonly number[], width = 1) => list.filter((one) => one < width).length;

/** Means and root mean square errors, for the tables of docs/infer.md. */
function said(all: readonly Refitted[], symbol: 'P0' | 'chi'): string {
  const of = (values: (number | undefined)[]) => {
    const own = values.filter((value) => value !== undefined);
    const mean = own.reduce((sum, x) => sum + x / own.length, 0);
    const rms = Math.sqrt(own.reduce((sum, x) => sum + (x - TRUTH[symbol]) ** 2 / own.length, 0));
    return `${mean.toFixed(4)}; ${rms.toFixed(4)}`;
  };
  const fits = all.flatMap(({ bootstrap }) => (typeof bootstrap === 'string' ? [] : [bootstrap]));
  const widths = fits.map(({ error }) => error[symbol] as number).sort((a, b) => a - b);
  return [
    `${symbol} of ${fits.length}: fitted ${of(all.map(({ estimate }) => estimate?.[symbol]))}, corrected ${of(fits.map(({ corrected }) => corrected[symbol]))}`,
    `median error ${widths[widths.length >> 1]?.toFixed(4)}, within 95 % ${within(distances(all, symbol))}, half as wide ${within(distances(all, symbol), 0.5)}`,
    `without correction ${within(distances(all, symbol, false))}`,
  ].join(', ');
}

for (const [noise, amplitude, nudge, seed] of [
  ['dynamic', 1e-4, 1, 400],
  ['white', 0.02, 0, 500],
] as const) {
  test(`${noise} noise ${amplitude} at k = ${nudge}: intervals of 95 % hold P0 and chi in at least ${FEWEST} of ${SNAPSHOTS}, halves of them do not`, async () => {
    const all = await refitted(pictures(noise, amplitude, seed), { nudge, noise, replicas: REFITS });
    for (const symbol of ['P0', 'chi'] as const) {
      const words = said(all, symbol);
      console.log(`${noise} ${amplitude}, k = ${nudge}: ${words}`);
      const list = distances(all, symbol);
      assert.ok(within(list) >= FEWEST, words);
      assert.ok(within(list, 0.5) < FEWEST, `control: ${words}`);
    }
  });
}

test.run();
