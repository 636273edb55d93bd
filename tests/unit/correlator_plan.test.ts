/** Entries of a study's correlators: what dimension is expected, and what is refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BlockspinError } from '../../src/core/errors.ts';
import { expectedDimension } from '../../src/study/correlator/expected.ts';
import { correlatorPlans } from '../../src/study/correlator/plan.ts';
import { type StudyInput, studyConfig } from '../../src/study/plan/config.ts';
import { DIMERS, type Entries, P1, T_C, UNIFORM, withEntries } from '../support/correlator_entries.ts';

test('exact dimensions: of the spin at T_c, of vertex operators and gradients of the height; of nothing else', () => {
  const expected = (input: StudyInput, g?: number) => {
    const [plan] = correlatorPlans(studyConfig(input));
    assert.ok(plan.source.kind === 'pattern');
    return expectedDimension(plan, plan.source.weights, g === undefined ? undefined : { mean: g, error: 0.01 })?.dimension ?? null;
  };
  const ising = (temperature: number, pattern: string, coupling = 1) =>
    expected({ train: { size: 8, block: 3, shell: 1, coupling }, grid: { temperature: 2, buffer: 0 }, correlators: [{ ...UNIFORM, temperature, pattern }] });
  assert.equal([ising(2.269185, 'uniform'), ising(T_C, 'boundary'), ising(T_C, 'staggered'), ising(3, 'uniform')], [1 / 8, 1 / 8, null, null]);
  assert.equal([ising(T_C, 'staggered', -1), ising(T_C, 'uniform', -1)], [1 / 8, null]);
  const dimers = (pattern: string, temperature: number, g?: number) =>
    expected(
      { train: { model: 'dimers', size: 8, block: 2, shell: 1 }, grid: { buffer: 0 }, correlators: [{ ...UNIFORM, factor: 'winding', temperature, pattern }] },
      g,
    );
  const free = Number.POSITIVE_INFINITY;
  assert.equal([dimers('P1', free), dimers('C_x', free), dimers('C', free), dimers('E_x', free)], [1, 1, 4, 1]);
  assert.equal([dimers('P1', 1, 2), dimers('C', 1, 2), dimers('E_y', 1, 2), dimers('P1', 1, 5), dimers('P1', 1)], [1 / 4, 1, 1, null, null]);
});

for (const [what, entry, message, study] of [
  [
    'a temperature that the grid has not',
    { temperature: 2.5, size: 16 },
    /correlators\.0\.temperature: expected one of 2, 3, which the grid has, got 2\.5; name one of them with trainedAt/,
  ],
  ['another one behind trainedAt', { temperature: 2.5, trainedAt: 4, size: 16 }, /correlators\.0\.trainedAt: expected one of 2, 3/],
  [
    'a pattern nobody knows',
    { ...UNIFORM, pattern: 'uniforn' },
    /correlators\.0\.pattern: expected one of uniform, staggered, or weights, got uniforn; did you mean uniform\?/,
  ],
  [
    'a lattice smaller than the block',
    {
      ...UNIFORM,
      size: 4,
      pattern: [
        [1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1],
      ],
    },
    /correlators\.0\.size: expected a lattice at least as large as the block, 5, got 4/,
  ],
  [
    'odd distances in all directions',
    { ...UNIFORM, direction: 'all', window: { only: 'odd' } },
    /correlators\.0\.window: expected all, even, or steps without/,
  ],
  ['an odd lattice', { ...UNIFORM, size: 15 }, /correlators\.0\.size: expected an even lattice side/],
  ['weights that are no square', { ...UNIFORM, pattern: [[1, 1]] }, /correlators\.0\.pattern: expected components of b rows with b weights each, got 1 x 2/],
  ['weights of spins on dimers', { ...P1, pattern: [[1]] }, /correlators\.0\.pattern: expected components of b rows with 2 b weights each, got 1 x 1/, DIMERS],
  ['a pattern and a buffer', { ...UNIFORM, buffer: 1 }, /correlators\.0\.buffer: expected either a pattern or the filter of a point, got both/],
  ['a buffer that the grid has not', { temperature: 2, size: 16, buffer: 5 }, /correlators\.0\.buffer: expected one of 0, 1/],
  ['a component too many', { ...UNIFORM, component: 1 }, /correlators\.0\.component: expected all, or a number from 0 to 0, got 1/],
  ['the factor of another model', { ...UNIFORM, factor: 'winding' }, /correlators\.0\.factor: expected none or ising for ising, got winding/],
  ['a window without distances', { ...UNIFORM, window: { from: 8 } }, /correlators\.0\.window: expected three distances or more, got 8 from 8 to 8/],
  ['a window beyond half of the lattice', { ...UNIFORM, window: { to: 9 } }, /correlators\.0\.window\.to: expected at most half of the lattice, 8, got 9/],
  ['a value of an axis that the grid has not', { ...UNIFORM, at: { block: 3 } }, /correlators\.0\.at\.block: expected one of 2, got 3/],
  ['a number of chains that no group holds', { ...UNIFORM, chains: 100 }, /correlators\.0\.chains/],
  ['a word for a temperature', { ...UNIFORM, temperature: 'hot' }, /correlators\.0\.temperature: expected a positive number, or "inf", got hot/],
  ['a key nobody knows', { ...UNIFORM, sise: 16 }, /correlators\.0: expected keys out of temperature, size, .*, got sise; did you mean size\?/],
  [
    'a key of the window nobody knows',
    { ...UNIFORM, window: { form: 3 } },
    /correlators\.0\.window: expected keys out of from, to, .*, got form; did you mean from\?/,
  ],
  [
    'rings',
    { ...UNIFORM, factor: 'none' },
    /correlators\.0: expected a model on a square lattice: ising or dimers, got chipping/,
    { train: { model: 'chipping', size: 32, block: 4, shell: 2 } },
  ],
] as [string, object, RegExp, StudyInput?][]) {
  test(`refused: ${what}`, () => {
    try {
      studyConfig(withEntries([entry] as Entries, study));
    } catch (error) {
      assert.instance(error, BlockspinError);
      assert.match((error as Error).message, message);
      return;
    }
    assert.unreachable('was let through');
  });
}

test.run();
