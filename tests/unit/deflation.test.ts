/** Known components and filters of products: pairs of neighbours, sectors, entropies, and what is refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cellOf, type LatticeCell, positionsIn } from '../../src/space/cell.ts';
import { BITS, REALS } from '../../src/space/encoding.ts';
import { linkedShells, neighbourShells } from '../../src/space/pairs.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { filterShape, pairShellsOf } from '../../src/train/config/geometry.ts';
import { componentOf } from '../../src/train/deflation/deflate.ts';
import { sectorOf } from '../../src/train/deflation/operator.ts';
import { entropyBeyond } from '../../src/train/result/entropy.ts';
import { close } from '../support/close.ts';

const square = (side: number) => Array.from({ length: side * side }, (_, i) => ({ at: [Math.floor(i / side), i % side], kind: 0 }));

test('pairs of a block: bonds, then diagonals, then the third neighbours, each once', () => {
  assert.equal(neighbourShells(square(2)), [
    [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
    ],
    [
      [0, 3],
      [1, 2],
    ],
  ]);
  assert.equal(
    neighbourShells(square(4)).map((shell) => shell.length),
    [24, 18, 16, 24, 8, 8, 12, 8],
  );
  // Six neighbours of a site on a triangular lattice: 3 bonds of each but for those across the edge.
  const triangular = positionsIn([3, 3], cellOf('triangular') as LatticeCell).map((at) => ({ at, kind: 0 }));
  assert.is(neighbourShells(triangular)[0].length, 16);
  // Values of different kinds, such as bonds in different directions, are no neighbours.
  const bonds = square(2).flatMap(({ at }) => [0, 1].map((kind) => ({ at, kind })));
  assert.ok(
    neighbourShells(bonds)
      .flat()
      .every(([a, b]) => a % 2 === b % 2),
  );
  assert.is(neighbourShells(bonds)[0].length, 8);
  assert.equal(neighbourShells(square(1)), []);
});

test('pairs on a graph: by edges, also through nodes outside of the block', () => {
  const path = [4, 7, 1, 9].map((a, i, all): [number, number] => [a, all[i + 1] ?? 20]);
  assert.equal(linkedShells([4, 7, 9], path), [[[0, 1]], [[1, 2]], [[0, 2]]]);
  assert.equal(linkedShells([4, 30], path), []);
});

test('the products of a training: their number is that of the weights, for values with channels and with states', () => {
  const config = trainConfig({ block: 3, inputs: 'products', reach: 2 });
  assert.equal(filterShape(config), [20]);
  assert.equal(filterShape(trainConfig({ block: 3, inputs: 'both' })), [21]);
  assert.equal(filterShape(trainConfig({ block: 3 })), [3, 3]);
  assert.equal(filterShape(trainConfig({ model: 'potts', block: 2, inputs: 'products' })), [4]);
  assert.equal(filterShape(trainConfig({ model: 'dimers', block: 2, inputs: 'products' })), [8]);
  assert.equal(filterShape(trainConfig({ model: 'chipping', block: 3 })), [3]);
  assert.is(pairShellsOf(config).flat().length, 36);
});

test('the entropy beyond known components is H(all) - H(known)', () => {
  const p = [0.1, 0.2, 0.05, 0.15, 0.3, 0.2];
  const entropy = (list: number[]) => -list.reduce((sum, x) => sum + x * Math.log(x), 0);
  close([entropyBeyond(p, 1)], [entropy(p)], { atol: 1e-15, rtol: 0 }, 'none known');
  close([entropyBeyond(p, 2)], [entropy(p) - entropy([0.45, 0.55])], { atol: 1e-15, rtol: 0 }, 'two states known, the lowest digit');
  close([entropyBeyond(p, 6)], [0], { atol: 1e-15, rtol: 0 }, 'all known');
  close([entropyBeyond([0.5, 0, 0.5, 0], 2)], [Math.LN2], { atol: 1e-15, rtol: 0 }, 'a state that never occurs');
});

test('sectors follow from what is read', () => {
  const states = { kind: 'onehot', states: 3 } as const;
  const of = (inputs: 'spins' | 'products' | 'both', bias: number, encoding: Parameters<typeof sectorOf>[1]) => sectorOf({ inputs, biases: [bias] }, encoding);
  assert.equal([of('spins', 0, BITS), of('spins', 0.1, BITS), of('products', 1, BITS), of('both', 0, BITS)], ['odd', 'mixed', 'even', 'mixed']);
  assert.equal([of('spins', 0, states), of('products', 0, states), of('spins', 0, { ...REALS, inputs: 2 })], ['vector', 'even', 'vector']);
});

test('the filter of a point is a known component as it stands', () => {
  const point = { filters: [[[[1, 2]]], [[[3, 4]]]], best: 1, states: 2 };
  assert.equal(componentOf({}, point), { inputs: 'spins', reach: 1, states: 2, weights: [[3, 4]], biases: [0] });
  const trained = trainConfig({ block: 2, known: [componentOf({ inputs: 'products' }, { ...point, filters: [[[[1, 2, 3, 4]]]], best: 0 })] });
  assert.is(trained.known?.length, 1);
  assert.equal(trainConfig(trained), trained);
});

const component = { inputs: 'spins', reach: 1, states: 2, weights: [[1, 1, 1, 1]], biases: [0] } as const;
const REFUSED: [string, object, RegExp][] = [
  ['products of masses', { model: 'chipping', inputs: 'products' }, /inputs: 'products': expected values of two or of a few states.*counts/],
  ['products of angles', { model: 'xy', inputs: 'products' }, /values of two or of a few states.*reals/],
  ['states and products together', { model: 'potts', inputs: 'both' }, /values of two states.*use inputs: 'products'/],
  ['products in a block of one site', { block: 1, inputs: 'products' }, /neighbours in the block.*a block of one site/],
  ['products on lists without edges', { sites: { block: [0, 1], environment: [9] }, inputs: 'products' }, /edges that join values of the block/],
  ['a reach without products', { reach: 2 }, /^reach: expected nothing beside inputs: 'spins'/],
  ['products of a nonlinear filter', { filterHidden: [8], inputs: 'products' }, /^inputs: expected a linear filter/],
  ['a known component of another block', { block: 3, known: [component] }, /1 x 9 weights and 1 biases in component 0.*got 1 x 4/],
  ['a known component without its logits', { block: 2, known: [{ ...component, states: 3 }] }, /3 x 4 weights and 3 biases/],
  ['known components beside a bound on pairs', { block: 2, bound: 'infonce', known: [component] }, /^known: expected nothing beside bound: 'infonce'/],
  ['too many states', { block: 2, components: 3, known: new Array(6).fill(component) }, /at most 256 states of H.*64 of known components times 2 \*\* 3 = 512/],
  ['a weight that is no number', { block: 2, known: [{ ...component, weights: [[1, 1, 1, Number.NaN]] }] }, /^known.0.weights.0.3: /],
];

for (const [name, input, message] of REFUSED) test(`refused: ${name}`, () => assert.throws(() => trainConfig(input), message));

test.run();
