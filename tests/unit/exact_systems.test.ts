/** Exact informations of lattices, graphs, links and rings in time against values computed elsewhere by other means; those that take longest: tests/physics. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type ExactInformation, exactChain, exactIsing } from '../../src/exact/exact.ts';
import { exactGaussianField } from '../../src/exact/gaussian_field.ts';
import { planSum, runSum } from '../../src/exact/sum/eliminate.ts';
import { type Factor, factorOf } from '../../src/exact/sum/factors.ts';
import { anglePairs, equalPairs, type Pairs, spinPairs, vacancyPairs } from '../../src/exact/sum/pairs.ts';
import { listMap, pluralityMap, signMap } from '../../src/exact/system/coarse.ts';
import { systemInformation } from '../../src/exact/system/information.ts';
import { coverings, plaquettes } from '../../src/exact/system/links.ts';
import type { Region, RegionOptions } from '../../src/exact/system/region.ts';
import { ringJoint } from '../../src/exact/system/ring.ts';
import { type AxisBoundary, type ExactSpace, edgeGraph, namedLattice } from '../../src/exact/system/space.ts';
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

/** I(V:E) and ln Z by visiting all configurations, from the definitions. */
function enumerated(space: ExactSpace, pairs: Pairs, { coupling, temperature }: { coupling: number; temperature: number }, { block, environment }: Region) {
  const { states, pair, own } = pairs;
  const sites = Array.from({ length: space.sites }, (_, site) => site).filter(space.present);
  const [joint, ofV, ofE] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  const add = (to: Map<string, number>, key: string, weight: number) => to.set(key, (to.get(key) ?? 0) + weight);
  let total = 0;
  for (let i = 0; i < states ** sites.length; i++) {
    const state = new Map(sites.map((site, k) => [site, Math.floor(i / states ** k) % states]));
    const at = (site: number) => state.get(site) as number;
    const energy = space.bonds.reduce((sum, [a, b, J]) => sum + J * coupling * pair(at(a), at(b)), 0) + sites.reduce((sum, site) => sum + own(at(site)), 0);
    const weight = Math.exp(-energy / temperature);
    const [v, e] = [block.map(at).join(), environment.map(at).join()];
    add(joint, `${v}|${e}`, weight);
    add(ofV, v, weight);
    add(ofE, e, weight);
    total += weight;
  }
  let information = 0;
  for (const [key, weight] of joint) {
    const [v, e] = key.split('|');
    information += (weight / total) * Math.log((weight * total) / ((ofV.get(v) as number) * (ofE.get(e) as number)));
  }
  return [information, Math.log(total)];
}

test('fields, crystal fields, shells, holes and lists are what enumeration gives', async () => {
  const at = { coupling: -0.7, temperature: 1.3 };
  const ladder = namedLattice('square', [2, 4], ['periodic', 'open']);
  const holed = namedLattice('triangular', [3, 4], ['open', 'periodic'], [3, 8]);
  for (const [space, pairs, place] of [
    [ladder, equalPairs(3, 0.4), { block: [1, 2], at: [0, 0], buffer: 0, shell: 1 }],
    [ladder, vacancyPairs(0.6, 0.2), { block: [1, 1], at: [1, 1], buffer: 1, metric: 'bonds' }],
    [ladder, anglePairs(4, 0.3), { centre: [2, 3], radius: 1, buffer: 0 }],
    [holed, spinPairs(0.25), { block: [2, 2], at: [0, 2], buffer: 0 }],
    [holed, spinPairs(), { centre: [5, 6], environment: [0, 11], buffer: 0 }],
  ] as [ExactSpace, Pairs, RegionOptions][]) {
    const system = pairSystem(space, pairs, at);
    const region = systemRegion(system, place);
    const { information_VE, log_partition } = await exactSystem(system, region);
    close([information_VE, log_partition], enumerated(space, pairs, at, region), { atol: 1e-12, rtol: 0 }, JSON.stringify(region));
    assert.ok(information_VE > 1e-3);
  }
});

test('tori, cylinders and rings are the same in both ways of summing', async () => {
  const at = { coupling: 1, temperature: 1.9 };
  for (const [boundary, axes] of [
    ['periodic', ['periodic', 'periodic']],
    ['cylinder', ['periodic', 'open']],
    ['open', ['open', 'open']],
  ] as ['periodic', AxisBoundary[]][]) {
    const known = await exactIsing({ size: [4, 6], block: [2, 2], buffer: 1, boundary, ...at });
    const system = pairSystem(namedLattice('square', [4, 6], axes), spinPairs(), at);
    const found = await exactSystem(system, systemRegion(system, { block: [2, 2], buffer: 1 }), uniform(4));
    const values = ({ information_VE, information_HE, best_binary }: ExactInformation) => [information_VE, information_HE, best_binary.value];
    close(values(found), values(known), GOLDEN, boundary);
  }
  const ring = pairSystem(namedLattice('square', [9], ['periodic']), spinPairs(), at);
  const [found, known] = [await exactSystem(ring, systemRegion(ring, { block: [2], buffer: 1 })), await exactChain({ size: 9, block: 2, buffer: 1, ...at })];
  close([found.information_VE], [known.information_VE], GOLDEN, 'ring');
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
