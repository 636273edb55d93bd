/** Recovery from tissues of 400 cells, single precision alone: errors fall by the root of the number of cells. About one and a half processor-minutes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice } from '../support/device.ts';
import { golden } from '../support/tissue.ts';
import { errorsOf95, refitted } from '../support/tissue_refits.ts';
import { dynamicSnapshot, largeTissue, SOLID } from '../support/tissue_snapshots.ts';

test.after(closeDevice);

const [CELLS, TISSUES, REFITS, NOISE, SEED] = [400, 6, 8, 1e-4, 600];
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
// than four hold the truth once in four hundred. The control says that they are narrow: values two errors of 36 cells away are outside.
test(`dynamic noise at k = 1: ${CELLS} cells have errors of 0.3 of those of 36, to a factor of three, and intervals hold the truth`, async () => {
  const pictures = Array.from({ length: TISSUES }, (_, i) => dynamicSnapshot(largeTissue(CELLS, SEED + i), SOLID, NOISE, SEED + i));
  const all = await refitted(pictures, { nudge: 1, noise: 'dynamic', amplitude: NOISE, replicas: REFITS, time: 40, steps: 200 });
  const row = (golden.recovery_P0_chi.rows as Row[]).find(({ kind, amplitude, k }) => kind === 'thermal' && amplitude === NOISE && k === 1) as Row;
  for (const [symbol, truth, error] of [
    ['P0', 3.6, row.P0_rmse],
    ['chi', 0.2, row.chi_rmse],
  ] as const) {
    const own = all.map(({ estimate, bootstrap }) => {
      if (typeof bootstrap === 'string') throw new Error(bootstrap);
      const [corrected, half] = [bootstrap.corrected[symbol] as number, errorsOf95(bootstrap.fits) * (bootstrap.error[symbol] as number)];
      return { fitted: estimate?.[symbol] as number, corrected, half, holds: (value: number) => Math.abs(corrected - value) < half };
    });
    const rmsOf = (key: 'fitted' | 'corrected') => Math.sqrt(own.reduce((sum, one) => sum + (one[key] - truth) ** 2 / TISSUES, 0));
    const meanOf = (key: 'fitted' | 'corrected') => own.reduce((sum, one) => sum + one[key] / TISSUES, 0);
    const each = own.map(({ fitted, corrected, half }) => `${fitted.toFixed(4)} ${corrected.toFixed(4)} ± ${half.toFixed(4)}`).join(', ');
    const of = (key: 'fitted' | 'corrected') => `${key} ${meanOf(key).toFixed(4)}; ${rmsOf(key).toFixed(4)}`;
    const words = `${symbol}: ${of('fitted')}, ${of('corrected')}, of 36 cells ${error}: ${each}`;
    console.log(words);
    assert.ok(rmsOf('fitted') < 3 * SMALLER * error && rmsOf('fitted') > (SMALLER * error) / 3, words);
    const holding = (value: number) => own.filter(({ holds }) => holds(value)).length;
    assert.ok(holding(truth) >= 4, words);
    assert.ok(holding(truth + 2 * error) < 4 && holding(truth - 2 * error) < 4, `control: ${words}`);
  }
});

test.run();
