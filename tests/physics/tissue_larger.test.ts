/** Recovery from tissues of 400 cells, single precision alone: errors fall by the root of the number of cells. About five processor-minutes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice } from '../support/device.ts';
import { golden } from '../support/tissue.ts';
import { errorsOf95, refitted } from '../support/tissue_refits.ts';
import { dynamicSnapshot, largeTissue, SOLID, whiteSnapshot } from '../support/tissue_snapshots.ts';

test.after(closeDevice);

const [CELLS, TISSUES, REFITS] = [400, 6, 8];
/** How errors of the table, of 36 cells, are expected to shrink. */
const SMALLER = Math.sqrt(36 / CELLS);

interface Row {
  kind: string;
  amplitude: number;
  k: number | 'inf' | null;
  P0_rmse: number;
  chi_rmse: number;
}

// Both errors are of six tissues: by F(6, 6) one is three times the other once in a hundred comparisons. Of six intervals of 95 % fewer
// than four hold the truth once in four hundred.
for (const [noise, known, amplitude, nudge, seed] of [
  ['dynamic', 'thermal', 1e-4, 1, 600],
  ['white', 'white', 0.02, 0, 700],
] as const) {
  test(`${noise} noise ${amplitude} at k = ${nudge}: ${CELLS} cells have errors of 0.3 of those of 36, to a factor of three, and intervals hold the truth`, async () => {
    const pictures = Array.from({ length: TISSUES }, (_, i) => {
      const mesh = largeTissue(CELLS, seed + i);
      return noise === 'white' ? whiteSnapshot(mesh, amplitude, seed + i) : dynamicSnapshot(mesh, SOLID, amplitude, seed + i);
    });
    const all = await refitted(pictures, { nudge, noise, amplitude, replicas: REFITS, time: 40, steps: 200 });
    const row = (golden.recovery_P0_chi.rows as Row[]).find((one) => one.kind === known && one.amplitude === amplitude && one.k === nudge) as Row;
    for (const [symbol, truth, error] of [
      ['P0', 3.6, row.P0_rmse],
      ['chi', 0.2, row.chi_rmse],
    ] as const) {
      const own = all.map(({ estimate, bootstrap }) => {
        if (typeof bootstrap === 'string') throw new Error(bootstrap);
        const [corrected, half] = [bootstrap.corrected[symbol] as number, errorsOf95(bootstrap.fits) * (bootstrap.error[symbol] as number)];
        return { fitted: estimate?.[symbol] as number, corrected, half, within: Math.abs(corrected - truth) < half };
      });
      const rmsOf = (key: 'fitted' | 'corrected') => Math.sqrt(own.reduce((sum, one) => sum + (one[key] - truth) ** 2 / TISSUES, 0));
      const meanOf = (key: 'fitted' | 'corrected') => own.reduce((sum, one) => sum + one[key] / TISSUES, 0);
      const each = own.map(({ fitted, corrected, half }) => `${fitted.toFixed(4)} ${corrected.toFixed(4)} ± ${half.toFixed(4)}`).join(', ');
      const of = (key: 'fitted' | 'corrected') => `${key} ${meanOf(key).toFixed(4)}; ${rmsOf(key).toFixed(4)}`;
      const words = `${noise}, ${symbol}: ${of('fitted')}, ${of('corrected')}, of 36 cells ${error}: ${each}`;
      console.log(words);
      assert.ok(rmsOf('fitted') < 3 * SMALLER * error && rmsOf('fitted') > (SMALLER * error) / 3, words);
      assert.ok(own.filter(({ within }) => within).length >= 4, words);
    }
  });
}

test.run();
