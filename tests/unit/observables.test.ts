/** Observables of Ising spins from series that are made up, and how the terminal writes them. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { observableLines } from '../../src/cli/observables.ts';
import { SPIN_WORDS, spinObservables } from '../../src/model/ising/observables.ts';

const series = (...values: number[][]) => ({ spacing: 2, values: values.map((chain) => Float64Array.from(chain)) });
const model = { sites: 16, coupling: -1, field: 0.5 };

/** Two chains of spins whose energies do not matter. */
function observed(m: number[][], structure: number[][], options: Partial<typeof model & { ownDisorder: boolean }> = {}, temperature = 2) {
  const of = { energy: series(...m), magnetisation: series(...m), staggered: series(...m), structure: series(...structure) };
  return spinObservables(of, temperature, { ...model, ...options });
}

const alternating = [
  [1, -1, 1, -1],
  [1, -1, 1, -1],
];
const small = [
  [0.1, 0.1, 0.1, 0.1],
  [0.1, 0.1, 0.1, 0.1],
];

test('every observable has a label and a unit, or repeats another', () => {
  assert.equal(Object.keys(observed(alternating, small)).sort(), Object.keys(SPIN_WORDS).sort());
});

test('<m> and <|m|>: a lattice that turns over has one susceptibility of order N / T, and one that is zero', () => {
  const { magnetisation, magnetisation_abs, susceptibility, susceptibility_abs } = observed(alternating, small);
  assert.ok(Math.abs(magnetisation.mean) < 1e-12 && Math.abs(magnetisation_abs.mean - 1) < 1e-12);
  // N / T = 8; the jackknife of eight bins adds an eighth or so.
  assert.ok(Math.abs(susceptibility.mean - 8) < 2 && Math.abs(susceptibility_abs.mean) < 1e-12);
  for (const value of Object.values(observed(alternating, small, {}, Number.POSITIVE_INFINITY))) assert.ok(Number.isFinite(value.mean));
});

test('bonds of their own: chains that differ in <m> in a field do not fluctuate by that', () => {
  const apart = [
    [0.2, 0.4, 0.2, 0.4],
    [0.6, 0.8, 0.6, 0.8],
  ];
  const own = { coupling: 1, ownDisorder: true };
  // N / T = 8 times a variance of 0.01 about each chain's own mean, of 0.05 about the mean of both.
  assert.ok(Math.abs(observed(apart, small, own).susceptibility.mean - 0.08) < 0.02);
  assert.ok(observed(apart, small, { ...own, ownDisorder: false }).susceptibility.mean > 0.39);
});

test('correlation length: never negative; without any wave it is infinite and has no error', () => {
  const { correlation_length: xi } = observed(alternating, small);
  assert.ok(Math.abs(xi.mean - 3 / (2 * Math.sin(Math.PI / 4))) < 1e-12 && xi.error < 1e-12);
  const weak = [
    [0.1, -0.3, 0.2, 0.1],
    [0.2, 0.1, -0.1, 0.2],
  ];
  assert.is(observed(weak, small).correlation_length.mean, 0);
  assert.ok(observed(weak, small).correlation_length.error > 0);
  const frozen = observed(alternating, [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ]).correlation_length;
  assert.is(frozen.mean, Number.POSITIVE_INFINITY);
  assert.ok(Number.isNaN(frozen.error));
});

test('lines: labels and units, digits by the error, what repeats another left out, unknown names as they are', () => {
  const chain = { tau: 3.25, bins: 32, bin_length: 8, n: 1024, reliable: true };
  const lines = observableLines(
    { specific_heat: { mean: 0.78327, error: 0.0123, ...chain }, binder: { mean: 0.6, error: 0.1 }, own: { mean: -1.5, error: 0.25 } },
    SPIN_WORDS,
  );
  assert.equal(lines, ['  specific heat  0.783 ± 0.012 k_B per site  tau 3.3 sweeps', '  own            -1.50 ± 0.25']);
  assert.match(
    observableLines({ energy: { mean: Number.POSITIVE_INFINITY, error: Number.NaN, ...chain, reliable: false } }).join(),
    /n\/a .*UNRELIABLE: 32 bins of 8 sweeps/,
  );
});

test.run();
