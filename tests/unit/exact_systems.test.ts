/** Exact informations of lattices, graphs, links and rings in time against values computed elsewhere by other means; those that take longest: tests/physics. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exactGaussianField } from '../../src/exact/gaussian_field.ts';
import { planSum, runSum } from '../../src/exact/sum/eliminate.ts';
import { type Factor, factorOf } from '../../src/exact/sum/factors.ts';
import { equalPairs, spinPairs } from '../../src/exact/sum/pairs.ts';
import { listMap, pluralityMap, signMap } from '../../src/exact/system/coarse.ts';
import { systemInformation } from '../../src/exact/system/information.ts';
import { coverings, plaquettes } from '../../src/exact/system/links.ts';
import { ringJoint } from '../../src/exact/system/ring.ts';
import { edgeGraph, namedLattice } from '../../src/exact/system/space.ts';
import { exactMixture, exactSystem, pairSystem, type System, systemRegion, systemWindows } from '../../src/exact/system/system.ts';
import { close } from '../support/close.ts';
import { uniform as numbers } from '../support/random.ts';
import { checkGolden, GOLDEN, SYSTEMS } from '../support/systems.ts';

/** Blocks of 16 states take half a second for the best of all 2^16 functions, larger ones a second of search. */
const quick = SYSTEMS.systems.filter(({ V, model }) => V.length < 4 && (model !== 'clock' || V.length < 2));
const slow = [
  'ising_open_4x6_corner_b0_T1.500000',
  'ising_cylinder_4x6_rim_b0_T2.269185',
  'ising_hole_environment_2x2_b0_T1.500000',
  'ising3d_2x2x4_2x2x1_b1z_T3.000000',
  'graph12_spin_glass_V0-1-3-6_b0_T1.0',
];
const noPause = async () => {};
const uniform = (sites: number) => signMap([Array.from({ length: sites }, () => [-1, 1])], 2, [0], false);

test('the golden systems are of every kind', () => {
  assert.is(SYSTEMS.systems.length, 114);
  for (const part of ['potts3', 'blume_capel', 'clock6', 'open', 'cylinder', 'hole_block', 'triangular', 'ising3d', 'graph12', 'honeycomb', 'kagome']) {
    assert.ok(quick.some(({ id }) => id.includes(part)) || slow.some((id) => id.includes(part)), part);
  }
});

for (const golden of [...quick, ...SYSTEMS.systems.filter(({ id }) => slow.includes(id))]) test(golden.id, () => checkGolden(golden));

test('control: one percent of temperature is told apart', async () => {
  let seen = 0;
  for (const golden of quick.slice(0, 4)) {
    try {
      await checkGolden(golden, 1.01 * golden.T);
    } catch {
      seen += 1;
    }
  }
  assert.is(seen, 4);
});

test('rings in time: parallel, one after another, even and odd, at random', async () => {
  for (const { rule, T, lag, I_VE, entropy_V, uniform: sum, first, equal, best } of SYSTEMS.rings) {
    const joint = ringJoint({ size: 8, block: 2, lag, rule, coupling: 1, temperature: T });
    const all = [];
    for (const map of [uniform(2), listMap([0, 1, 0, 1], 2, 2), listMap([0, 1, 1, 0], 2, 2)])
      all.push(await systemInformation(joint, ['-', '+'], map, noPause));
    const [{ information_VE, entropy_V: entropy, best_binary }] = all;
    close([information_VE, entropy, best_binary.value], [I_VE, entropy_V, best], GOLDEN, `${rule}, T = ${T}, lag ${lag}`);
    close(
      all.map(({ information_HE }) => information_HE),
      [sum, first, equal],
      GOLDEN,
      `H of ${rule}, T = ${T}, lag ${lag}`,
    );
  }
});

test('Gaussian fields: the sum, and the best linear function', () => {
  for (const { size, boundary, mass, V, E, I_VE, sum, best } of SYSTEMS.fields) {
    const space = namedLattice(
      'square',
      size,
      size.map(() => boundary),
    );
    const { information_VE, information_HE, best_binary } = exactGaussianField(space, { block: V, buffer: [], environment: E }, mass);
    close([information_VE, information_HE, best_binary.value], [I_VE, sum, best], GOLDEN, `${size} ${boundary} ${mass}`);
    // What is reported is what the reported weights give.
    const { information_HE: again } = exactGaussianField(space, { block: V, buffer: [], environment: E }, mass, best_binary.weights?.[0]);
    close([again], [best], GOLDEN, 'best weights');
  }
});

test('Z2 gauge links', async () => {
  for (const { K, V, E, I_VE, entropy_V, product, first, best } of SYSTEMS.gauge) {
    const system: System = { ...plaquettes([3, 3], ['periodic', 'periodic'], { coupling: K, temperature: 1 }), labels: ['-', '+'] };
    const region = { block: V, buffer: [], environment: E };
    const ofProduct = V.length === 1 ? [0, 1] : [1, 0, 0, 1];
    const result = await exactSystem(system, region, listMap(ofProduct, V.length, 2));
    const ofFirst = await exactSystem(system, region, listMap(V.length === 1 ? [0, 1] : [0, 1, 0, 1], V.length, 2));
    const values = [result.information_VE, result.entropy_V, result.information_HE, ofFirst.information_HE, result.best_binary.value];
    close(values, [I_VE, entropy_V, product, first, best], GOLDEN, `K = ${K}, ${V.length} links`);
  }
  // A gauge transformation at a corner of the block changes its links alone: beyond a buffer nothing is known of them.
  const open: System = { ...plaquettes([4, 4], ['periodic', 'periodic'], { coupling: 1, temperature: 1 }), labels: ['-', '+'] };
  const { information_VE } = await exactSystem(open, systemRegion(open, { block: [1, 1], at: [1, 1], buffer: 1 }));
  assert.ok(information_VE < 1e-12, `${information_VE}`);
});

test('coverings by dimers: 272 on the 4 x 4 torus, 36 on the open one', async () => {
  const system: System = { ...coverings([4, 4], ['periodic', 'periodic']), labels: ['0', '1'] };
  for (const { V, E, I_VE, entropy_V, right, any } of SYSTEMS.dimers) {
    const region = { block: V, buffer: [], environment: E };
    const [one, two] = [await exactSystem(system, region, listMap([0, 1, 0, 1], 2, 2)), await exactSystem(system, region, listMap([0, 1, 1, 1], 2, 2))];
    close([one.information_VE, one.entropy_V, one.information_HE, two.information_HE], [I_VE, entropy_V, right, any], GOLDEN, '4 x 4');
    close([one.log_partition], [Math.log(272)], GOLDEN, 'coverings');
  }
  const open = coverings([4, 4], ['open', 'open']).graph;
  const { values, log } = runSum(planSum(open, []), open);
  close([Math.log(values[0]) + log], [Math.log(36)], GOLDEN, 'open 4 x 4');
  // An odd number of sites has none.
  const none: System = { ...coverings([3, 3], ['open', 'open']), labels: ['0', '1'] };
  const region = systemRegion(none, { block: [1, 1], at: [1, 1], buffer: 0 });
  await exactSystem(none, region).then(
    () => assert.unreachable(),
    (error) => assert.match(error.message, /at least one possible configuration/),
  );
});

test('a window anywhere on an open lattice: the mixture over places', async () => {
  for (const { T, block, places, I_VE, given_place, by_place, uniform: sum } of SYSTEMS.windows) {
    if (block > 1) continue;
    const system = pairSystem(namedLattice('square', [4, 6], ['open', 'open']), spinPairs(), { coupling: 1, temperature: T });
    const windows = systemWindows(system, [block], 0, 1);
    assert.equal(
      windows.map(({ at }) => at),
      places,
    );
    const result = await exactMixture(system, windows, uniform(block ** 2));
    close([result.information_VE, result.information_VE_given_place, result.information_HE], [I_VE, given_place, sum], GOLDEN, `block ${block}, T = ${T}`);
    close(result.information_VE_by_place, by_place, GOLDEN, 'by place');
  }
});

test('any factors: elimination is enumeration, whatever is kept or fixed', () => {
  const random = numbers(5, 200);
  let drawn = 0;
  const [sites, states] = [6, 3];
  const factors: Factor[] = [[0, 1], [1, 2, 3], [3], [3, 4], [4, 5, 0], [2, 5]].map((of) => factorOf(of, states, () => random[drawn++]));
  const graph = { sites, states, factors, present: () => true };
  const log = (state: number[]) => factors.reduce((sum, { sites: of, log: table }) => sum + table[of.reduce((i, s, k) => i + state[s] * states ** k, 0)], 0);
  const expected = new Float64Array(9);
  for (let i = 0; i < states ** sites; i++) {
    const state = Array.from({ length: sites }, (_, k) => Math.floor(i / states ** k) % states);
    if (state[0] === 2) expected[state[4] + 3 * state[1]] += Math.exp(log(state));
  }
  const { values, log: scale } = runSum(planSum(graph, [4, 1], [0]), graph, () => 2);
  close(
    values.map((value) => value * Math.exp(scale)),
    expected,
    { atol: 0, rtol: 1e-13 },
    'sum',
  );
});

test('a graph is the lattice that it draws, in any numbering', async () => {
  const lattice = namedLattice('square', [3, 4], ['periodic', 'open']);
  const renamed = edgeGraph(
    lattice.bonds.map(([a, b, J]) => [11 - a, 11 - b, J] as const),
    'reversed',
  );
  const at = { coupling: 1, temperature: 1.1 };
  const [one, two] = [pairSystem(lattice, equalPairs(3), at), pairSystem(renamed, equalPairs(3), at)];
  const here = await exactSystem(one, systemRegion(one, { centre: [5, 6], metric: 'bonds', buffer: 1 }), pluralityMap(2, 3));
  const there = await exactSystem(two, systemRegion(two, { centre: [6, 5], buffer: 1 }), pluralityMap(2, 3));
  close(
    [there.information_VE, there.information_HE, there.log_partition],
    [here.information_VE, here.information_HE, here.log_partition],
    GOLDEN,
    'reversed numbers',
  );
});

test.run();
