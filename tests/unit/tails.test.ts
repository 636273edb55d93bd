/** Tail probabilities against closed forms and published tables. */
import { test } from 'uvu';
import { fTail, kuiperTail, logGamma } from '../../src/analysis/curves/tails.ts';
import { chiSquaredTail } from '../../src/core/statistics.ts';
import { close } from '../support/close.ts';

const precise = { atol: 1e-14, rtol: 1e-11 };

test('logGamma of whole and half numbers', () => {
  const arguments_ = [1, 2, 5, 0.5, 1.5, 30];
  let factorial = 0;
  for (let i = 2; i < 30; i++) factorial += Math.log(i);
  const expected = [0, 0, Math.log(24), Math.log(Math.PI) / 2, Math.log(Math.PI) / 2 - Math.LN2, factorial];
  close(arguments_.map(logGamma), expected, { atol: 1e-12, rtol: 1e-13 }, 'ln Γ');
});

test('chi square: e^-x/2 times a polynomial for even degrees, tabulated 5 % points for odd ones', () => {
  for (const x of [0.01, 0.5, 2, 7, 30, 200]) {
    const h = x / 2;
    close(
      [chiSquaredTail(x, 2), chiSquaredTail(x, 4), chiSquaredTail(x, 6)],
      [1, 1 + h, 1 + h + (h * h) / 2].map((q) => Math.exp(-h) * q),
      precise,
      `${x}`,
    );
  }
  // NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.4.
  close([chiSquaredTail(3.841, 1), chiSquaredTail(11.07, 5), chiSquaredTail(24.996, 15)], [0.05, 0.05, 0.05], { atol: 2e-5, rtol: 0 }, '5 %');
});

test('F: (1 + 2x/m)^(-m/2) for (2, m), Student for (1, 1) and (1, 2)', () => {
  for (const x of [0.01, 0.7, 3, 25]) {
    for (const m of [1, 2, 9, 400]) close([fTail(x, 2, m)], [(1 + (2 * x) / m) ** (-m / 2)], { atol: 0, rtol: 1e-9 }, `${x} ${m}`);
    const t = Math.sqrt(x);
    close([fTail(x, 1, 1), fTail(x, 1, 2)], [1 - (2 / Math.PI) * Math.atan(t), 1 - t / Math.sqrt(2 + x)], { atol: 1e-12, rtol: 1e-9 }, `t² = ${x}`);
  }
});

test('Kuiper: tabulated points of the modified statistic', () => {
  // Stephens, J. R. Stat. Soc. B 32, 115 (1970), table 1: V (√n + 0.155 + 0.24/√n) exceeds these with 10, 5, 1 %.
  for (const n of [10, 100]) {
    const scale = Math.sqrt(n) + 0.155 + 0.24 / Math.sqrt(n);
    close(
      [1.62, 1.747, 2.001].map((point) => kuiperTail(point / scale, n)),
      [0.1, 0.05, 0.01],
      { atol: 3e-4, rtol: 0 },
      `n = ${n}`,
    );
  }
});

test.run();
