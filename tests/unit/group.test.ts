/** The group of a block: axioms, the action on bonds against a drawing of the bonds, known patterns onto one another. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dimerOperators, onBonds } from '../../src/analysis/filters/patterns.ts';
import { act, type Block, type BlockGroup, blockGroup, multiplicationTable } from '../../src/analysis/symmetry/group.ts';
import { compose, distinct, isClosed, nameOfGroup, orderOf } from '../../src/analysis/symmetry/group_names.ts';
import { close, EXACT } from '../support/close.ts';
import { minus, Source } from '../support/ensembles.ts';

const square = (side: number): Block => ({ dimension: 2, side });
const bonds = (side: number): Block => ({ dimension: 2, side, bonds: true });
const named = ({ elements }: BlockGroup, name: string) => {
  const found = elements.find((element) => element.name === name);
  if (!found) throw new Error(`no element ${name} among ${elements.slice(0, 20).map((e) => e.name)}`);
  return found;
};

test('orders of the groups, each action once', () => {
  const order = (block: Block, options = {}) => blockGroup(block, options).elements.length;
  const still = { translations: false, signs: false };
  assert.is(order(square(4), still), 8);
  assert.is(order({ dimension: 1, side: 5 }, still), 2);
  assert.is(order({ dimension: 3, side: 3 }, still), 48);
  assert.is(order({ dimension: 0, side: 7 }), 2);
  assert.is(order({ dimension: 0, side: 7 }, { signs: false }), 1);
  assert.is(order(square(4)), 8 * 16 * 2);
  assert.is(order(bonds(4)), 8 * 16 * 2);
  assert.is(order(square(5), { signs: false }), 8 * 25);
  // On two sites along each axis a reflection is a translation: 4! / 3 of the permutations of four sites are left.
  assert.is(order(square(2), { signs: false }), 8);
  // Signed permutations of two and three components.
  assert.is(order({ dimension: 0, side: 3 }, { components: 2 }), 8);
  assert.is(order({ dimension: 0, side: 3 }, { components: 3 }), 48);
  assert.throws(() => blockGroup({ dimension: 0, side: 3, bonds: true }), /expected a side of 1 or more, and bonds along each axis/);
  assert.throws(() => blockGroup(square(32), { components: 3 }), /at most 65536 elements/);
});

test('group axioms: identity, inverses, associativity, and products act as one after the other', () => {
  for (const [block, options] of [
    [square(3), {}],
    [bonds(2), {}],
    [bonds(3), { signs: false }],
    [{ dimension: 1, side: 4, bonds: true }, { components: 2 }],
    [{ dimension: 0, side: 3 }, { components: 3 }],
    [
      { dimension: 3, side: 2, bonds: true },
      { translations: false, signs: false },
    ],
  ] as const) {
    const group = blockGroup(block, options);
    const n = group.elements.length;
    const table = multiplicationTable(group);
    const all = Array.from({ length: n }, (_, i) => i);
    const source = new Source(5);
    const filter = group.elements[0].order.map(() => source.normals(group.elements[0].to.length));
    for (let i = 0; i < n; i++) {
      assert.equal(
        [...table[i]].sort((a, b) => a - b),
        all,
        'a row holds every element once',
      );
      assert.is(table[0][i], i);
      assert.is(table[i][0], i);
      assert.ok(table[i].includes(0), 'there is an inverse');
    }
    for (let trial = 0; trial < 60; trial++) {
      const [i, j, k] = [source.choice(n), source.choice(n), source.choice(n)];
      assert.is(table[table[i][j]][k], table[i][table[j][k]]);
      const { elements } = group;
      assert.equal(act(elements[table[i][j]], filter), act(elements[i], act(elements[j], filter)));
    }
  }
});

test('without a torus the bonds of a block have no group, and this is said', () => {
  const spins = blockGroup(square(4), { boundary: 'drop', translations: false });
  assert.ok(spins.closed, 'all sites of a square stay in it');
  const group = blockGroup(bonds(4), { boundary: 'drop', translations: false });
  assert.not.ok(group.closed);
  assert.throws(() => group.multiply(1, 1), /boundary 'wrap'/);
  const flipped = named(group, 'mx').to;
  // Right bonds of the last column stick out of the block; after the reflection they come in from the left.
  const lost = [...flipped].map((to, i) => (to < 0 ? i : -1)).filter((i) => i >= 0);
  assert.equal(lost, [6, 14, 22, 30]);
  const [shifted] = act(named(blockGroup(square(3), { boundary: 'drop' }), 't(1,0)'), [[1, 2, 3, 4, 5, 6, 7, 8, 9]], 0);
  assert.equal(shifted, [0, 1, 2, 0, 4, 5, 0, 7, 8]);
});

test('a quarter turn and a reflection of a square and of a line, by hand', () => {
  const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const group = blockGroup(square(3));
  assert.equal(act(named(group, 'C4'), [nine])[0], [7, 4, 1, 8, 5, 2, 9, 6, 3]);
  assert.equal(act(named(group, 'mx'), [nine])[0], [3, 2, 1, 6, 5, 4, 9, 8, 7]);
  assert.equal(act(named(group, 'md'), [nine])[0], [1, 4, 7, 2, 5, 8, 3, 6, 9]);
  assert.equal(act(named(group, 't(1,0)'), [nine])[0], [3, 1, 2, 6, 4, 5, 9, 7, 8]);
  assert.equal(act(named(group, '-'), [nine])[0], minus(nine));
  const line = blockGroup({ dimension: 1, side: 3, channels: 2 }, { components: 2, signs: false });
  const pair = [
    [1, 2, 3, 4, 5, 6],
    [7, 8, 9, 10, 11, 12],
  ];
  assert.equal(act(named(line, 'm'), pair)[0], [5, 6, 3, 4, 1, 2], 'channels stay with their site');
  assert.equal(act(named(line, '[2 1]'), pair), [pair[1], pair[0]]);
});

test('bonds go where the pairs of sites they join go', () => {
  // An independent derivation: draw each bond as a pair of sites, move the sites alone, read the bond off again.
  for (const side of [3, 4]) {
    const right = (site: number) => (site % side === side - 1 ? site - side + 1 : site + 1);
    const down = (site: number) => (site + side) % (side * side);
    const sites = blockGroup(square(side), { signs: false });
    const group = blockGroup(bonds(side), { signs: false });
    assert.is(sites.elements.length, group.elements.length);
    for (const { name, to } of group.elements) {
      const moved = named(sites, name).to;
      for (let site = 0; site < side * side; site++) {
        for (const [channel, other] of [right(site), down(site)].entries()) {
          const [a, b] = [moved[site], moved[other]];
          const candidates = [right(a) === b && 2 * a, right(b) === a && 2 * b, down(a) === b && 2 * a + 1, down(b) === a && 2 * b + 1];
          assert.equal(
            [to[site * 2 + channel]],
            candidates.filter((place) => place !== false),
            `${name}: bond ${channel} of site ${site}`,
          );
        }
      }
    }
  }
});

test('operators of dimers onto one another, about a site: columnar, plaquettes as Z4, staggered as a vector', () => {
  const b = 4;
  const group = blockGroup(bonds(b), { signs: false });
  const {
    horizontal,
    vertical,
    plaquettes: [p1, p2],
    columnar,
    fields: [ex, ey],
  } = dimerOperators(b);
  // On an even block the turn about a site is the turn about the centre and a step: r -> R r with the site 0 fixed.
  const turn = named(group, 'C4 t(1,0)');
  const after = (filter: number[]) => act(turn, [filter])[0];
  const same = (a: number[], expected: number[], what: string) => close(a, expected, EXACT, what);
  const signOf = (a: number[], expected: number[]) => Math.sign(a.reduce((sum, w, i) => sum + w * expected[i], 0));
  // The right bond of a site becomes its down bond, the down bond of (x,y) the left bond of its image: the other parity.
  same(after(horizontal), vertical, 'columnar, horizontal onto vertical');
  same(after(vertical), minus(horizontal), 'columnar, vertical onto horizontal');
  same(after(columnar), minus(columnar), 'horizontal against vertical');
  same(after(ex), ey, 'E_x onto E_y');
  same(after(ey), minus(ex), 'E_y onto -E_x');
  let image = [...p1];
  const signs: number[] = [];
  for (const target of [p2, p1, p2, p1]) {
    image = after(image);
    signs.push(signOf(image, [...target]));
    same(
      image.map((w) => w * (signs.at(-1) ?? 0)),
      [...target],
      'plaquettes onto each other',
    );
  }
  assert.equal(signs, [-1, -1, 1, 1], 'Z4: P1 -> -P2 -> -P1 -> P2 -> P1');
  const step = (name: string, filter: readonly number[]) => act(named(group, name), [filter])[0];
  same(step('t(1,0)', p1), minus(p2), 'P1 one to the right');
  same(step('t(0,1)', p1), [...p2], 'P1 one down');
  same(step('t(1,1)', p1), minus(p1), 'P1 along the diagonal');
  same(step('t(1,0)', ex), minus(ex), 'E_x one to the right');
  same(step('C4', p1), [...p1], 'about the centre of a plaquette P1 stays');
  same(step('C4', p2), minus(p2), 'and P2 changes its sign');
  assert.throws(() => same(after(horizontal), horizontal, 'control'));
  assert.throws(() =>
    same(
      step(
        't(1,0)',
        onBonds(
          b,
          (x) => x,
          () => 0,
        ),
      ),
      horizontal,
      'control',
    ),
  );
});

test('names of groups from permutations that generate them', () => {
  const generated = (generators: number[][]) => {
    let all = [generators[0].map((_, i) => i)];
    for (let size = 0; size < all.length; ) {
      size = all.length;
      all = distinct([...all, ...all.flatMap((p) => generators.map((g) => compose(g, p)))]);
    }
    return all;
  };
  const cycle = (n: number, length = n, from = 0) =>
    Array.from({ length: n }, (_, i) => (i >= from && i < from + length ? from + ((i - from + 1) % length) : i));
  const mirror = (n: number) => Array.from({ length: n }, (_, i) => n - 1 - i);
  const name = (...generators: number[][]) => {
    const group = generated(generators);
    assert.ok(isClosed(group));
    return nameOfGroup(group);
  };
  assert.is(name(cycle(1)), 'trivial');
  for (const n of [2, 3, 4, 5, 6, 12]) assert.is(name(cycle(n)), `Z${n}`);
  assert.is(name(cycle(4, 2, 0), cycle(4, 2, 2)), 'Z2xZ2');
  assert.is(name(cycle(6, 4, 0), cycle(6, 2, 4)), 'Z4xZ2');
  assert.is(name(cycle(8, 4, 0), cycle(8, 4, 4)), 'Z4xZ4');
  assert.is(name(cycle(5, 3, 0), cycle(5, 2, 3)), 'Z6');
  for (const n of [3, 4, 5, 6, 8]) assert.is(name(cycle(n), mirror(n)), `D${n}`);
  assert.is(name(cycle(6, 4, 0), [3, 2, 1, 0, 4, 5], cycle(6, 2, 4)), 'D4xZ2');
  assert.is(name([1, 2, 0, 3], [0, 2, 3, 1]), 'A4');
  assert.is(name(cycle(4), cycle(4, 2)), 'S4');
  assert.is(name([1, 2, 3, 0, 5, 6, 7, 4], [4, 7, 6, 5, 2, 1, 0, 3]), 'Q8');
  assert.is(name(cycle(5), cycle(5, 2)), 'order 120');
  assert.is(orderOf([1, 2, 0, 4, 3]), 6);
  // Subgroups of the cube's and of the square's group, as permutations of sites.
  const cube = blockGroup({ dimension: 3, side: 3 }, { translations: false, signs: false });
  assert.is(nameOfGroup(cube.elements.map(({ to }) => [...to])), 'S4xZ2');
  assert.is(nameOfGroup(cube.subgroups.rotations.map((i) => [...cube.elements[i].to])), 'S4');
  const block = blockGroup(square(4), { signs: false });
  const subgroup = (title: string) => nameOfGroup(block.subgroups[title].map((i) => [...block.elements[i].to]));
  assert.is(subgroup('point group'), 'D4');
  assert.is(subgroup('rotations'), 'Z4');
  assert.is(subgroup('rotations about a site'), 'Z4');
  assert.is(subgroup('point group about a site'), 'D4');
  assert.is(subgroup('translations'), 'Z4xZ4');
});

test.run();
