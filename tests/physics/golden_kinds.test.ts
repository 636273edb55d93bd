/**
 * Golden informations of other kinds, estimated as in golden_data.test.ts: rings in time, Gaussian fields, gauge links, dimers, windows
 * anywhere on an open lattice, and a lattice too large to enumerate. The odds are the same.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { vacancyPairs } from '../../src/exact/sum/pairs.ts';
import { plaquettes } from '../../src/exact/system/links.ts';
import { namedLattice } from '../../src/exact/system/space.ts';
import { pairSystem } from '../../src/exact/system/system.ts';
import { checkData } from '../../src/model/data/data_set.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import { coverings } from '../support/coverings.ts';
import { closeDevice } from '../support/device.ts';
import { draws } from '../support/draws.ts';
import { fieldDraws } from '../support/field_draws.ts';
import { measured } from '../support/fixed_data.ts';
import { generator } from '../support/generator.ts';
import { Comparison, KEPT_CRITIC, LARGER_CRITIC, LARGEST_CRITIC, MORE_SAMPLES, SAMPLES } from '../support/golden_values.ts';
import { ringTrajectories } from '../support/ring_draws.ts';
import { statedOf, weightsOf } from '../support/stated.ts';
import { SYSTEMS } from '../support/systems.ts';

test.after(closeDevice);

const all = new Comparison();

async function compare(name: string, input: Partial<TrainInput>, exact: number, others: readonly number[] = [], missing?: number): Promise<void> {
  all.add(name, (await measured({ ...KEPT_CRITIC, ...input } as TrainInput)).information, exact, others, missing);
}

const spinsOf = (states: Uint8Array) => Int8Array.from(states, (state) => 2 * state - 1);

for (const { rule, T, lag, uniform, first } of SYSTEMS.rings) {
  test(`a ring of 8 spins, ${rule}, T = ${T}, lag ${lag}`, async () => {
    const data = checkData({ shape: [SAMPLES, lag + 1, 8], data: ringTrajectories(rule, SAMPLES, lag + 1, T, 400 + lag) }, `${rule} T = ${T}`, { axes: 'ntx' });
    // Where spins take turns, V is the first two of them.
    const place = rule === 'evenodd' ? { stride: 2 } : rule === 'sequential' ? { at: [0] } : {};
    const input: Partial<TrainInput> = { data, symmetry: 'flip', boundary: ['periodic'], block: 2, buffer: [0], shell: 'rest', lag, ...place };
    const values = SYSTEMS.rings.filter((ring) => ring.rule === rule);
    await compare(
      `${rule} ${T} ${lag}: sum`,
      { ...input, filter: [1, 1] },
      uniform,
      values.map((ring) => ring.uniform),
    );
    await compare(
      `${rule} ${T} ${lag}: first`,
      { ...input, filter: [1, 0] },
      first,
      values.map((ring) => ring.first),
    );
  });
}

for (const { size, boundary, mass, V, E, sum } of SYSTEMS.fields) {
  test(`Gaussian field of ${size.join(' x ')}, ${boundary}, m² = ${mass}, V ${V}, ${E.length} sites around it`, async () => {
    const name = `${size} ${boundary} m² = ${mass}`;
    const data = checkData({ shape: [SAMPLES, ...size], data: fieldDraws(size, boundary, mass, SAMPLES, 500) }, name, { alphabet: 'real' });
    const others = SYSTEMS.fields.filter((field) => `${field.V}` === `${V}` && field.E.length === E.length).map((field) => field.sum);
    await compare(name, { data, symmetry: 'flip', sites: { block: V, environment: E }, filter: V.map(() => 1) }, sum, others);
  });
}

for (const { K, V, E, product, first } of SYSTEMS.gauge) {
  test(`links of a gauge field, K = ${K}, V ${V}`, async () => {
    const { graph } = plaquettes([3, 3], ['periodic', 'periodic'], { coupling: K, temperature: 1 });
    const data = checkData({ shape: [MORE_SAMPLES, 18], data: spinsOf(draws(graph, MORE_SAMPLES, 600)) }, `links, K = ${K}`, { axes: 'nx' });
    // Whether two links are equal is no linear function; of one link it is the link.
    if (V.length === 1) assert.is(product.toFixed(12), first.toFixed(12));
    // E tells the first of two links by products of three and of five others. Such parities are learned late: for K = 1 a critic misses 0.056
    // nats after 5000 steps and 0.018 after 12000. Only here it may miss 0.02.
    const late = K === 1 && V.length === 2;
    const input: Partial<TrainInput> = {
      ...LARGEST_CRITIC,
      ...(late ? { refine: 12000 } : {}),
      data,
      sites: { block: V, environment: E },
      filter: V.map((_, i) => (i === 0 ? 1 : 0)),
    };
    await compare(
      `links ${K} ${V}`,
      input,
      first,
      SYSTEMS.gauge.filter((one) => one.V.length === V.length).map((one) => one.first),
      late ? 0.02 : undefined,
    );
  });
}

test('dimers: a site has no link of its own, one to the right or one down', async () => {
  const every = coverings(4);
  const random = generator(700);
  const data = new Int8Array(16 * SAMPLES);
  for (let n = 0; n < SAMPLES; n++) {
    const partner = every[Math.floor(every.length * random())];
    for (let site = 0; site < 16; site++) {
      const [y, x] = [Math.floor(site / 4), site % 4];
      data[16 * n + site] = partner[site] === 4 * y + ((x + 1) % 4) ? 1 : partner[site] === (4 * (y + 1) + x) % 16 ? 2 : 0;
    }
  }
  const set = checkData({ shape: [SAMPLES, 4, 4], data }, 'dimers', { axes: 'nyx' });
  const input: Partial<TrainInput> = { ...LARGER_CRITIC, data: set, boundary: ['periodic'], block: 1, buffer: [0], shell: 'rest' };
  const one = (values: number[]) => weightsOf({ name: '', states: 2, logits: [(_, state) => values[state]] }, 1, 3);
  const [{ right, any }] = SYSTEMS.dimers;
  await compare('dimers: right', { ...input, filter: one([-0.5, 0.5, -0.5]) }, right, [any]);
  await compare('dimers: any', { ...input, filter: one([-0.5, 0.5, 0.5]) }, any, [right]);
});

for (const { T, block, uniform, places } of SYSTEMS.windows) {
  test(`windows anywhere on open 4 x 6 spins, T = ${T}, block ${block}`, async () => {
    const system = pairSystem(
      namedLattice('square', [4, 6], ['open', 'open']),
      { states: 2, labels: ['-', '+'], pair: (a, b) => (a === b ? -1 : 1), own: () => 0 },
      { coupling: 1, temperature: T },
    );
    const data = checkData({ shape: [SAMPLES, 4, 6], data: spinsOf(draws(system.graph, SAMPLES, 800)) }, `open 4 x 6, T = ${T}`);
    const input: TrainInput = {
      ...KEPT_CRITIC,
      heldOutPart: 2 / 3,
      evaluations: 2048,
      data,
      symmetry: 'flip',
      boundary: ['open'],
      block,
      buffer: [0],
      shell: 1,
      filter: new Array<number>(block ** 2).fill(1),
    };
    const point = await measured(input);
    assert.is(point.places, places.length);
    all.add(
      `open, anywhere, ${T} ${block}`,
      point.information,
      uniform,
      SYSTEMS.windows.filter((one) => one.block === block).map((one) => one.uniform),
    );
  });
}

for (const { T, D, sign, sign_or_zero, first } of SYSTEMS.large) {
  test(`Blume-Capel on 4 x 6 with a buffer, T = ${T}`, async () => {
    const system = pairSystem(namedLattice('square', [4, 6], ['periodic', 'periodic']), vacancyPairs(D), { coupling: 1, temperature: T });
    const data = checkData({ shape: [SAMPLES, 4, 6], data: Int8Array.from(draws(system.graph, SAMPLES, 900)) }, `Blume-Capel, T = ${T}`);
    const input: Partial<TrainInput> = { data, boundary: ['periodic'], block: 2, buffer: [1], shell: 'rest' };
    for (const [name, exact] of [
      ['sign of the sum', sign],
      ['sign of the sum, or 0', sign_or_zero],
      ['first site', first],
    ] as const) {
      const stated = statedOf(4, 3).find((one) => one.name === name);
      assert.ok(stated);
      await compare(`${T} ${name}`, { ...input, states: stated.states, filter: weightsOf(stated, 4, 3) } as Partial<TrainInput>, exact);
    }
  });
}

test('no value drops out: 38 of rings, 16 of fields, 4 of links, 2 of dimers, 4 of windows, 6 of spins -1, 0, 1', () => {
  // Left out: whether two spins of a ring are equal (19), and the product of two links (2): no linear function gives them.
  assert.is(all.values, 2 * SYSTEMS.rings.length + SYSTEMS.fields.length + SYSTEMS.gauge.length + 2 + SYSTEMS.windows.length + 3 * SYSTEMS.large.length);
  assert.is(all.values, 70);
});

test('all together: what critics miss, and other values told apart', () => all.check(120));

test.run();
