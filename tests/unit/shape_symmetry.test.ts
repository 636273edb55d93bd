/** Groups of blocks of every shape: orders against geometry, axioms, and ensembles made by a known element found without naming it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { act, type Block, blockGroup, multiplicationTable } from '../../src/analysis/symmetry/group.ts';
import { findSymmetry, type Symmetry } from '../../src/analysis/symmetry/symmetry.ts';
import { describeSymmetry } from '../../src/analysis/symmetry/text.ts';
import { filterFigures } from '../../src/report/study/figure_filters.ts';
import { cellOf, type LatticeName, positionsIn } from '../../src/space/cell.ts';
import { analyse } from '../../src/study/analyse/analyse.ts';
import { close, EXACT } from '../support/close.ts';
import { minus, noisy, Source } from '../support/ensembles.ts';
import { madeStudy } from '../support/study_data.ts';
import { records } from './results_fixture.ts';

const cell = (name: LatticeName) => ({ cell: cellOf(name) as NonNullable<ReturnType<typeof cellOf>> });
const on = (name: LatticeName, side: number): Block => ({ dimension: 2, side, ...cell(name) });
const still = { translations: false, signs: false };
const orderOf = (block: Block, options = {}) => blockGroup(block, { signs: false, ...options }).elements.length;
const pointOrder = (block: Block) => blockGroup(block, still).subgroups['point group'].length;
const modulo = (x: number, n: number) => ((x % n) + n) % n;

/** n runs, each of which is one of some patterns with noise. */
function chosen(patterns: readonly (readonly number[])[], n: number, seed: number, noise = 0.15): number[][][] {
  const source = new Source(seed);
  return Array.from({ length: n }, () => [noisy(patterns[source.choice(patterns.length)], noise, source)]);
}
const both = (patterns: readonly number[][]) => [...patterns, ...patterns.map(minus)];
const status = ({ actions }: Symmetry, name: string) => actions.find((action) => action.name === name)?.status;

test('orders: rectangles, slabs, time, lattices with a cell', () => {
  const box = (...sides: number[]): Block => ({ dimension: sides.length as 2 | 3, side: sides[0], sides });
  assert.equal([box(3, 3), box(2, 4), box(3, 3, 3), box(2, 3, 3), box(2, 3, 4)].map(pointOrder), [8, 4, 48, 16, 8]);
  assert.is(orderOf(box(3, 4)), 4 * 12);
  assert.is(pointOrder({ ...box(4, 4), time: true }), 2, 'a mirror of space');
  assert.is(blockGroup({ ...box(4, 3), time: true }, { signs: false }).subgroups.translations.length, 3, 'none along time');
  for (const name of ['triangular', 'honeycomb', 'kagome'] as const) {
    assert.is(pointOrder(on(name, 6)), 12, name);
    assert.is(orderOf(on(name, 5)), 12 * 25, name);
    // A torus of 4 x 6 cells keeps what its sides allow: C2 and the mirrors that mix nothing.
    assert.is(pointOrder({ ...on(name, 4), sides: [4, 6] }), 2, name);
  }
  assert.throws(() => blockGroup({ ...on('kagome', 3), channels: 2 }), /expected a side of 1 or more/);
});

test('motions of lattices with a cell keep all distances on a torus', () => {
  for (const name of ['triangular', 'honeycomb', 'kagome'] as const) {
    const side = 5;
    const { cell: one } = cell(name);
    const places = positionsIn([side, side], one);
    const [[ax, ay], [bx, by]] = one.vectors;
    const images = [-1, 0, 1].flatMap((i) => [-1, 0, 1].map((j) => [side * (i * ax + j * bx), side * (i * ay + j * by)]));
    const distance = (i: number, j: number) =>
      Math.min(...images.map(([x, y]) => Math.hypot(places[i][0] - places[j][0] + x, places[i][1] - places[j][1] + y)));
    const source = new Source(3);
    for (const { to } of blockGroup(on(name, side), { signs: false }).elements) {
      assert.is(new Set(to).size, places.length);
      for (let trial = 0; trial < 3; trial++) {
        const [i, j] = [source.choice(places.length), source.choice(places.length)];
        close([distance(to[i], to[j])], [distance(i, j)], { atol: 1e-9, rtol: 0 }, `${name}: distance of ${i} and ${j}`);
      }
    }
  }
});

test('group axioms, also with states, angles and graphs', () => {
  const edges = [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 0],
  ] as const;
  for (const block of [
    on('kagome', 2),
    { dimension: 2, side: 2, sides: [1, 2], states: 3 },
    { dimension: 1, side: 2, states: 6 },
    { dimension: 1, side: 2, harmonics: 2 },
    { dimension: 0, side: 4, states: 2, sites: { block: [0, 1, 2, 3], environment: [4], edges } },
  ] as const satisfies readonly Block[]) {
    const group = blockGroup(block);
    const table = multiplicationTable(group);
    const source = new Source(7);
    const filter = [source.normals(group.elements[0].to.length)];
    const all = table.map((_, i) => i);
    for (let trial = 0; trial < 40; trial++) {
      const [i, j] = [source.choice(all.length), source.choice(all.length)];
      assert.equal(
        [...table[i]].sort((a, b) => a - b),
        all,
        'a row holds every element once',
      );
      close(act(group.elements[table[i][j]], filter)[0], act(group.elements[i], act(group.elements[j], filter))[0], EXACT, `${i} after ${j}`);
    }
    assert.is(table[0][5 % all.length], 5 % all.length);
  }
});

test('what open ends and holes leave of a block at its place', () => {
  const left = (at: number[], more: Partial<NonNullable<Block['place']>> = {}, block: Partial<Block> = {}) =>
    pointOrder({ dimension: 2, side: 2, ...block, place: { extents: [4, 4], boundary: ['open', 'open'], at, ...more } });
  assert.is(left([1, 1]), 8, 'the middle');
  assert.is(left([0, 0]), 2, 'a corner: its diagonal');
  assert.is(left([0, 1]), 2, 'a side: its mirror');
  assert.is(left([1, 1], { extents: [4, 6] }), 2, 'not the middle along x');
  assert.is(left([1, 2], { extents: [4, 6] }), 4);
  assert.is(left([0, 1], { boundary: ['periodic', 'open'] }), 4, 'a periodic axis has its middle everywhere');
  assert.is(left([1, 1], { holes: [0] }), 2, 'a hole in a corner');
  assert.is(left([1, 1], { holes: [0, 15] }), 4);
  assert.is(left([2, 1], { extents: [6, 6], boundary: ['periodic', 'periodic'] }, cell('triangular')), 4, 'a rhombus');
  assert.is(left([0, 0], { extents: [6, 6] }, cell('triangular')), 2, 'a corner of a rhombus');
  const group = blockGroup({ dimension: 2, side: 2, place: { extents: [4, 4], boundary: ['open', 'open'], at: [0, 0] } });
  assert.equal(
    group.elements.map(({ name }) => name),
    ['e', '-', 'md', 'md -'],
  );
});

test('three sublattices of a triangular block are found: Z3 of translations, the rotations exchange two', () => {
  const site = (k: number) => Array.from({ length: 36 }, (_, i) => (modulo((i % 6) - Math.floor(i / 6) - k, 3) === 0 ? 1 : -1 / 2));
  const found = findSymmetry(chosen(both([0, 1, 2].map(site)), 240, 1), on('triangular', 6));
  assert.equal([found.optima.length, found.group, found.broken, found.closed], [6, 'D6', false, true]);
  assert.is(found.subgroups.translations.group, 'Z3');
  assert.is(found.subgroups.rotations.group, 'Z2');
  assert.is(status(found, 'C3'), 'invariant');
  // The negative control: the same runs on a square of 6 x 6 have other translations, and no turn by 60°.
  const square = findSymmetry(chosen(both([0, 1, 2].map(site)), 240, 1), { dimension: 2, side: 6 });
  assert.is(square.subgroups['point group'].order, 8);
  assert.is(status(square, 'C4'), 'absent');
});

test('honeycomb and kagome: operations exchange the sites of a cell', () => {
  const difference = Array.from({ length: 18 }, (_, i) => (i % 2 === 0 ? 1 : -1));
  const honeycomb = findSymmetry(chosen(both([difference]), 60, 2), on('honeycomb', 3));
  assert.equal([honeycomb.optima.length, honeycomb.group, honeycomb.subgroups.rotations.group], [2, 'Z2', 'Z2']);
  assert.equal([status(honeycomb, 'C6'), status(honeycomb, 'C3')], ['permutes', 'invariant']);
  assert.is(honeycomb.subgroups.translations.invariances, 9);
  const one = (k: number) => Array.from({ length: 27 }, (_, i) => (i % 3 === k ? 1 : -1 / 2));
  const kagome = findSymmetry(chosen([0, 1, 2].map(one), 90, 3), on('kagome', 3), { freedom: 'sign' });
  assert.equal([kagome.optima.length, kagome.group, kagome.subgroups.rotations.group], [3, 'D3', 'Z3']);
  const missing = findSymmetry(chosen([0, 1].map(one), 90, 3), on('kagome', 3), { freedom: 'sign' });
  assert.equal([missing.broken, missing.orbits[0].missing], [true, 1], 'the negative control: no run found the third');
});

test('a cube: layers along three axes are exchanged by the cubic group', () => {
  const layers = (axis: number) => Array.from({ length: 64 }, (_, i) => (Math.floor(i / 4 ** axis) % 2 === 0 ? 1 : -1));
  const found = findSymmetry(chosen(both([0, 1, 2].map(layers)), 240, 4), { dimension: 3, side: 4 });
  assert.equal([found.optima.length, found.group, found.broken], [6, 'S4xZ2', false]);
  const slab = blockGroup({ dimension: 3, side: 4, sides: [2, 4, 4] }, still);
  assert.is(slab.subgroups['point group'].length, 16, 'of a slab');
});

test('Potts: one state against the others, S3 of states; a variable of three states is invariant once its names are free', () => {
  const block: Block = { dimension: 2, side: 2, states: 3 };
  const one = (s: number) => Array.from({ length: 12 }, (_, i) => (i % 3 === s ? 1 : -1 / 2));
  const found = findSymmetry(chosen(both([0, 1, 2].map(one)), 240, 5), block);
  assert.equal([found.optima.length, found.group, found.subgroups.states.group, found.subgroups.components.group], [6, 'D6', 'S3', 'Z2']);
  assert.equal([status(found, '(0 1)'), status(found, '(0 1 2)'), found.broken], ['permutes', 'permutes', false]);
  assert.match(describeSymmetry(found).join(' '), /S3 of states/);
  const source = new Source(6);
  const logits = Array.from({ length: 60 }, () => {
    const order = [0, 1, 2].sort(() => source.uniform() - 0.5);
    const common = source.normals(12);
    return order.map((s) => noisy(one(s), 0.1, source).map((w, i) => w + common[i]));
  });
  const free = findSymmetry(logits, block, { freedom: 'order' });
  assert.equal([free.optima.length, free.subgroups.states.invariances, free.group], [1, 6, 'trivial']);
  assert.match(describeSymmetry(free).join(' '), /Mapped to themselves by all of: .*states/);
  // The negative control: spin one, whose states -1 and 1 alone may be exchanged.
  const spin = findSymmetry(chosen(both([Array.from({ length: 12 }, (_, i) => (i % 3) - 1)]), 60, 7), block);
  assert.equal([spin.optima.length, spin.subgroups.states.elements, spin.subgroups.states.group], [2, 2, 'Z2']);
  assert.equal([status(spin, '(0 2)'), status(spin, '(0 1)')], ['permutes', 'absent']);
});

test('clock: six directions, Z6 of turns and D6 with mirrors', () => {
  const towards = (k: number) => Array.from({ length: 12 }, (_, i) => Math.cos((Math.PI / 3) * ((i % 6) - k)));
  const patterns = [0, 1, 2, 3, 4, 5].map(towards);
  const found = findSymmetry(chosen(patterns, 300, 8, 0.1), { dimension: 1, side: 2, states: 6 });
  assert.equal([found.optima.length, found.broken], [6, false]);
  assert.equal([found.subgroups['turns of states'].group, found.subgroups['turns and mirrors of states'].group], ['Z6', 'D6']);
  const few = findSymmetry(chosen([patterns[0], patterns[3]], 60, 8, 0.1), { dimension: 1, side: 2, states: 6 });
  assert.is(few.subgroups['turns of states'].group, 'Z2', 'the negative control: two opposite directions alone');
});

test('angles: a circle of filters is a turn of all angles, or is said not to be', () => {
  const block: Block = { dimension: 1, side: 4, harmonics: 1 };
  const source = new Source(9);
  const circle = (of: (angle: number, i: number) => number) =>
    Array.from({ length: 200 }, () => {
      const angle = 2 * Math.PI * source.uniform();
      return [
        noisy(
          Array.from({ length: 8 }, (_, i) => of(angle, i)),
          0.05,
          source,
        ),
      ];
    });
  const turned = findSymmetry(
    circle((angle, i) => (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle))),
    block,
  );
  assert.equal([turned.verdict, turned.acts], ['U(1)', 'turn of all angles']);
  assert.match(describeSymmetry(turned)[0], /U\(1\), along which a common turn of all angles moves/);
  const other = findSymmetry(
    circle((angle, i) => (i === 0 ? Math.cos(angle) : i === 2 ? Math.sin(angle) : 0)),
    block,
  );
  assert.equal([other.verdict, other.acts], ['U(1)', 'rotation of a plane']);
  const quarter = [0, 1, 2, 3].map((k) =>
    Array.from({ length: 8 }, (_, i) => Math.round(i % 2 === 0 ? Math.cos((k * Math.PI) / 2) : Math.sin((k * Math.PI) / 2))),
  );
  const four = findSymmetry(chosen(quarter, 160, 10), block);
  assert.equal([four.optima.length, four.subgroups['quarter turns of angles'].group], [4, 'Z4']);
  assert.is(four.subgroups['turns and mirrors of angles'].group, 'D4');
});

test('graphs: automorphisms that keep block and environment', () => {
  // A ring of four, each with a neighbour of its own.
  const edges: [number, number][] = [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 0],
    [0, 4],
    [1, 5],
    [2, 6],
    [3, 7],
  ];
  const sites = { block: [0, 1, 2, 3], environment: [4, 5, 6, 7], edges };
  const block = (more = {}): Block => ({ dimension: 0, side: 4, sites: { ...sites, ...more } });
  assert.is(orderOf(block()), 8);
  assert.is(orderOf(block({ edges: edges.slice(0, 7) })), 2, 'one neighbour less');
  assert.is(orderOf(block({ environment: [4, 5] })), 2, 'an environment on one side: a mirror');
  assert.is(orderOf(block({ edges: [] })), 1);
  assert.is(
    orderOf({ dimension: 0, side: 6, sites: { block: [1, 2, 3, 4, 5, 6], environment: [0], edges: [1, 2, 3, 4, 5, 6].map((leaf) => [0, leaf] as const) } }),
    720,
    'a star',
  );
  const corner = (k: number) => [0, 1, 2, 3].map((i) => (i === k ? 1 : -0.2));
  const found = findSymmetry(chosen([0, 1, 2, 3].map(corner), 120, 11), block(), { freedom: 'sign' });
  assert.equal([found.optima.length, found.group, found.subgroups['symmetries of the graph'].group, found.broken], [4, 'D4', 'D4', false]);
  const some = findSymmetry(chosen([0, 1, 2].map(corner), 120, 11), block(), { freedom: 'sign' });
  assert.equal([some.broken, some.orbits[0].missing], [true, 1], 'the negative control');
});

test('a study of states on a triangular lattice: their permutations in its symmetries, its filters where sites lie', () => {
  const source = new Source(12);
  const one = (s: number) => Array.from({ length: 27 }, (_, i) => (i % 3 === s ? 1 : -1 / 2));
  const patterns = both([0, 1, 2].map(one));
  const train = { model: 'potts', q: 3, lattice: 'triangular' as const, size: 12, block: 3, shell: 1 };
  const { data, config } = madeStudy({ train, grid: { temperature: [1.2], buffer: [0] }, runs: 48 }, ({ run }) => ({
    information: 0.4 + 0.001 * source.normal(),
    error: 0.001,
    filter: [noisy(patterns[run % 6], 0.1, source)],
  }));
  const analysis = analyse(data, { settings: config.train });
  const found = analysis.symmetries[0].found as { group: string; text: string[]; broken: boolean };
  assert.equal([found.group, found.broken], ['D6', false]);
  assert.match(found.text.join(' '), /S3 of states/);
  const [figure] = filterFigures(data, analysis);
  const kinds = records(figure.spec).map(({ kind }) => kind);
  assert.equal([kinds.filter((kind) => kind === 'site').length, kinds.filter((kind) => kind === 'label').length], [27, 3]);
});

test.run();
