/** The exact informations against complete enumeration, written from the definitions alone: no transfer, no Markov property, no symmetry. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exactIsing } from '../../src/exact/exact.ts';
import type { Boundary } from '../../src/exact/lattice.ts';
import { close } from '../support/close.ts';

interface Case {
  size: [number, number];
  block: [number, number];
  buffer: number;
  boundary: Boundary;
  coupling: number;
  temperature: number;
  field?: number;
}

const TOLERANCE = { atol: 1e-12, rtol: 0 };

/** Bonds as pairs of sites x + L_x y; `diagonal` adds those to next-nearest neighbours. */
function bondsOf({ size: [Lx, Ly], boundary }: Case, diagonal = false): [number, number][] {
  const bonds: [number, number][] = [];
  for (let y = 0; y < Ly; y++) {
    for (let x = 0; x < Lx; x++) {
      for (const [dx, dy] of diagonal
        ? [
            [1, 0],
            [0, 1],
            [1, 1],
            [-1, 1],
          ]
        : [
            [1, 0],
            [0, 1],
          ]) {
        const [nx, ny] = [x + dx, y + dy];
        if ((nx < 0 || nx >= Lx) && boundary === 'open') continue;
        if (ny >= Ly && boundary !== 'periodic') continue;
        bonds.push([x + Lx * y, ((nx + Lx) % Lx) + Lx * (ny % Ly)]);
      }
    }
  }
  return bonds;
}

/** Sites of V row by row, and all sites outside of V and buffer. */
function regions({ size: [Lx, Ly], block: [bx, by], buffer }: Case): { visible: number[]; environment: number[] } {
  const [x0, y0] = [Math.floor((Lx - bx) / 2), Math.floor((Ly - by) / 2)];
  const [visible, environment]: [number[], number[]] = [[], []];
  for (let y = 0; y < Ly; y++) {
    for (let x = 0; x < Lx; x++) {
      const inside = (margin: number) => x >= x0 - margin && x < x0 + bx + margin && y >= y0 - margin && y < y0 + by + margin;
      if (inside(0)) visible.push(x + Lx * y);
      else if (!inside(buffer)) environment.push(x + Lx * y);
    }
  }
  return { visible, environment };
}

/** p(v, e) for the given sites, as [v][e], over all 2^N states of the lattice. */
function enumerate(system: Case, visible: readonly number[], environment: readonly number[], bonds = bondsOf(system)): Float64Array[] {
  const [Lx, Ly] = system.size;
  const rows = Array.from({ length: 2 ** visible.length }, () => new Float64Array(2 ** environment.length));
  const pick = (state: number, sites: readonly number[]) => sites.reduce((out, site, b) => out | (((state >> site) & 1) << b), 0);
  let total = 0;
  for (let state = 0; state < 2 ** (Lx * Ly); state++) {
    let aligned = 0;
    for (const [a, b] of bonds) aligned += ((state >> a) ^ (state >> b)) & 1 ? -1 : 1;
    let up = 0;
    for (let left = system.field ? state : 0; left > 0; left &= left - 1) up += 1;
    const magnetisation = 2 * up - Lx * Ly;
    const weight = Math.exp((system.coupling * aligned + (system.field ?? 0) * magnetisation) / system.temperature);
    rows[pick(state, visible)][pick(state, environment)] += weight;
    total += weight;
  }
  return rows.map((row) => row.map((weight) => weight / total));
}

/** Σ p ln (p / p_a p_b). */
function mutual(rows: readonly Float64Array[]): number {
  const a = rows.map((row) => row.reduce((sum, p) => sum + p, 0));
  const b = rows[0].map((_, e) => rows.reduce((sum, row) => sum + row[e], 0));
  return rows.reduce((all, row, i) => all + row.reduce((sum, p, e) => sum + (p > 0 ? p * Math.log(p / (a[i] * b[e])) : 0), 0), 0);
}

/** p(h, e) for p(h = + | v). */
function coarse(rows: readonly Float64Array[], plus: (v: number) => number): Float64Array[] {
  const out = [new Float64Array(rows[0].length), new Float64Array(rows[0].length)];
  rows.forEach((row, v) => {
    row.forEach((p, e) => {
      out[1][e] += plus(v) * p;
      out[0][e] += (1 - plus(v)) * p;
    });
  });
  return out;
}

/**
 * The largest information of any binary function of V. Half of them are tried, since the complement of a function has the
 * same; from one to the next one state of V changes sides (Gray code), so that a row is moved and none is summed again.
 */
function bestOfAll(rows: readonly Float64Array[]): number {
  const [plus, minus] = coarse(rows, () => 0).reverse();
  let best = 0;
  for (let n = 1; n < 2 ** (rows.length - 1); n++) {
    const v = 31 - Math.clz32(n & -n);
    const joins = ((n ^ (n >> 1)) >> v) & 1 ? 1 : -1;
    rows[v].forEach((p, e) => {
      plus[e] += joins * p;
      minus[e] -= joins * p;
    });
    // What is left of a probability that went back and forth is rounding, of either sign.
    best = Math.max(best, mutual([minus.map((p) => Math.max(p, 0)), plus.map((p) => Math.max(p, 0))]));
  }
  return best;
}

const field = (weights: readonly number[], bias: number) => (v: number) => weights.reduce((sum, w, i) => sum + ((v >> i) & 1 ? w : -w), bias);
const sign = (x: number) => (x === 0 ? 0.5 : x > 0 ? 1 : 0);

const CASES: Case[] = [
  { size: [4, 4], block: [2, 2], buffer: 0, boundary: 'periodic', coupling: 1, temperature: 2 },
  { size: [4, 4], block: [2, 2], buffer: 0, boundary: 'periodic', coupling: -1, temperature: 1.3 },
  { size: [4, 4], block: [1, 1], buffer: 1, boundary: 'periodic', coupling: 1, temperature: 3 },
  { size: [4, 4], block: [3, 2], buffer: 0, boundary: 'periodic', coupling: 1, temperature: 2.5 },
  { size: [3, 5], block: [2, 1], buffer: 0, boundary: 'periodic', coupling: -0.7, temperature: 1 },
  { size: [5, 3], block: [1, 2], buffer: 0, boundary: 'cylinder', coupling: 1, temperature: 1.7 },
  { size: [3, 5], block: [1, 1], buffer: 1, boundary: 'cylinder', coupling: 1, temperature: 2 },
  { size: [4, 4], block: [2, 2], buffer: 0, boundary: 'open', coupling: 1, temperature: 2 },
  { size: [4, 4], block: [1, 2], buffer: 1, boundary: 'open', coupling: -1, temperature: 1.5 },
  { size: [2, 7], block: [2, 2], buffer: 0, boundary: 'open', coupling: 1, temperature: 1 },
  { size: [1, 12], block: [1, 3], buffer: 0, boundary: 'open', coupling: 1, temperature: 1 },
  { size: [3, 5], block: [3, 2], buffer: 0, boundary: 'periodic', coupling: 1, temperature: 2 },
  { size: [4, 4], block: [3, 3], buffer: 0, boundary: 'periodic', coupling: 1, temperature: 2.5 },
  { size: [4, 4], block: [2, 2], buffer: 0, boundary: 'periodic', coupling: 1, temperature: 2, field: 0.1 },
  { size: [4, 4], block: [1, 1], buffer: 1, boundary: 'periodic', coupling: 1, temperature: 3, field: 0.3 },
  { size: [5, 3], block: [1, 2], buffer: 0, boundary: 'cylinder', coupling: 1, temperature: 1.7, field: -0.4 },
  { size: [3, 5], block: [1, 1], buffer: 1, boundary: 'cylinder', coupling: 1, temperature: 2, field: 0.2 },
  { size: [3, 4], block: [1, 1], buffer: 1, boundary: 'open', coupling: -1, temperature: 1.5, field: 1 },
  { size: [3, 5], block: [3, 2], buffer: 0, boundary: 'periodic', coupling: 1, temperature: 2, field: 0.5 },
];

for (const system of CASES) {
  const { size, block, buffer, boundary, coupling, temperature, field: B = 0 } = system;
  test(`${size.join('x')} ${boundary}, ${block.join('x')} block, buffer ${buffer}, J = ${coupling}, T = ${temperature}, B = ${B}`, async () => {
    const { visible, environment } = regions(system);
    const joint = enumerate(system, visible, environment);
    const uneven = visible.map((_, i) => [0.9, -0.4, 1.3, 0.2, -1.1, 0.6][i % 6] + 0.01234 * i * i);
    for (const filter of [
      { weights: visible.map(() => 1), bias: 0, soft: false },
      { weights: uneven, bias: 0.3, soft: false },
      { weights: uneven, bias: -0.2, soft: true },
    ]) {
      const { information_VE, information_HE } = await exactIsing(system, { weights: [filter.weights], bias: [filter.bias], soft: filter.soft });
      const of = field(filter.weights, filter.bias);
      const expected = mutual(coarse(joint, (v) => (filter.soft ? 1 / (1 + Math.exp(-of(v))) : sign(of(v)))));
      close([information_VE, information_HE], [mutual(joint), expected], TOLERANCE, JSON.stringify(filter));
    }
  });
}

for (const system of [
  { size: [3, 3], block: [2, 2], buffer: 0, boundary: 'periodic', coupling: 1, temperature: 3 },
  { size: [4, 3], block: [2, 2], buffer: 0, boundary: 'open', coupling: 1, temperature: 1 },
  { size: [4, 4], block: [1, 3], buffer: 0, boundary: 'periodic', coupling: 1, temperature: 2 },
  { size: [5, 3], block: [2, 1], buffer: 0, boundary: 'open', coupling: -1, temperature: 1 },
  { size: [4, 3], block: [2, 2], buffer: 0, boundary: 'periodic', coupling: 1, temperature: 2, field: 0.4 },
  { size: [3, 4], block: [2, 1], buffer: 0, boundary: 'open', coupling: -1, temperature: 1, field: 0.7 },
] as Case[]) {
  test(`the best of every single binary function, ${system.size.join('x')} ${system.boundary}, ${system.block.join('x')} block, B = ${system.field ?? 0}`, async () => {
    const { visible, environment } = regions(system);
    const joint = enumerate(system, visible, environment);
    const best = bestOfAll(joint);
    const { best_binary } = await exactIsing(system);
    close([best_binary.value], [best], TOLERANCE, best_binary.function);
    // And the function that is named is that one.
    const plus = new Set(best_binary.plus);
    const word = (v: number) => visible.map((_, i) => ((v >> i) & 1 ? '+' : '-')).join('');
    close([mutual(coarse(joint, (v) => (plus.has(word(v)) ? 1 : 0)))], [best], TOLERANCE, 'states with H = +');
  });
}

test('two components: I(H1, H2 : E)', async () => {
  const system = CASES[0];
  const { visible, environment } = regions(system);
  const joint = enumerate(system, visible, environment);
  const weights = [
    [1, 1, 1, 1],
    [1, -1, 1, -1],
  ];
  const of = weights.map((w) => field(w, 0));
  const rows = [0, 1, 2, 3].map((h) => {
    const p = (v: number) => of.reduce((product, f, c) => product * ((h >> c) & 1 ? sign(f(v)) : 1 - sign(f(v))), 1);
    return joint[0].map((_, e) => joint.reduce((sum, row, v) => sum + p(v) * row[e], 0));
  });
  const { information_HE } = await exactIsing(system, { weights });
  close([information_HE], [mutual(rows)], TOLERANCE, 'two components');
});

test('in a field the best threshold of a larger block is what its function carries, and may lie below zero', async () => {
  const system: Case = { size: [4, 4], block: [3, 2], buffer: 0, boundary: 'periodic', coupling: 1, temperature: 2.2, field: -0.5 };
  const { visible, environment } = regions(system);
  const joint = enumerate(system, visible, environment);
  const { best_binary } = await exactIsing(system);
  const { weights = [], threshold = Number.NaN, value } = best_binary;
  const of = field(weights.flat(), 0);
  close([mutual(coarse(joint, (v) => (of(v) >= threshold ? 1 : 0)))], [value], TOLERANCE, best_binary.function);
  // A negative field makes mostly negative spins: a block that is not is what tells most.
  assert.ok(threshold < 0, String(threshold));
  // Negative control: in the opposite field it is another function.
  const flipped = await exactIsing({ ...system, field: 0.5 });
  close([flipped.best_binary.value], [value], TOLERANCE, 'the same information');
  assert.ok((flipped.best_binary.threshold ?? 0) > 0);
});

test('a shell of width 1 carries everything: thicker shells add nothing, part of it less; with diagonal bonds they do', () => {
  const system: Case = { size: [4, 4], block: [1, 1], buffer: 0, boundary: 'periodic', coupling: 1, temperature: 2.5 };
  const { visible, environment } = regions(system);
  const near = environment.filter((site) => bondsOf(system).some(([a, b]) => (a === site && visible.includes(b)) || (b === site && visible.includes(a))));
  assert.is(near.length, 4);
  const information = (sites: readonly number[], bonds?: [number, number][]) => mutual(enumerate(system, visible, sites, bonds));
  const all = information(environment);
  close([information(near), information([...near, environment[0]])], [all, all], TOLERANCE, 'Markov property');
  // Negative controls.
  assert.ok(information(near.slice(1)) < all - 1e-3, 'a spin of the shell left out');
  const diagonal = bondsOf(system, true);
  system.temperature = 6;
  assert.ok(information(near, diagonal) < information(environment, diagonal) - 1e-3, 'bonds that reach beyond the shell');
});

test.run();
