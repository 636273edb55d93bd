/** Chains, Gaussians and InfoNCE with the optimal critic against closed forms, golden values and direct integration. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chainInformation, type ExactChainOptions } from '../../src/exact/chain.ts';
import { exactChain, exactChainJoint, exactGaussian, exactIsingJoint } from '../../src/exact/exact.ts';
import { optimalInfonce } from '../../src/exact/infonce.ts';
import { checkExactIsing } from '../../src/exact/ising.ts';
import type { Boundary } from '../../src/exact/lattice.ts';
import type { Files } from '../../src/store/files.ts';
import { filterOf } from '../../src/store/filter_file.ts';
import { formatNpy } from '../../src/store/npy.ts';
import { CHAIN, GAUSSIAN, GAUSSIAN_INFONCE, OPTIMAL_INFONCE, RING } from '../golden/exact.ts';
import { TC } from '../golden/ising.ts';
import { close } from '../support/close.ts';
import { GOLDEN, ising } from '../support/exact.ts';
import { LIMIT } from '../support/odds.ts';

const TIGHT = { atol: 1e-12, rtol: 0 };
const infinite = (temperature: number, block: number, buffer: number): ExactChainOptions => ({
  size: Number.POSITIVE_INFINITY,
  block,
  buffer,
  coupling: 1,
  temperature,
});

test('the infinite chain: I(V:E), uniform, edge and soft filters, the best binary function, the closed form', async () => {
  for (const [temperature, block, buffer, ...values] of CHAIN) {
    const options = infinite(temperature, block, buffer);
    const ones = new Array<number>(block).fill(1);
    const { information_VE, information_HE, best_binary } = await exactChain(options);
    const edge = await exactChain(options, { weights: [ones.map((_, i) => (i === 0 ? 1 : 0))] });
    const soft = await exactChain(options, { weights: [ones], soft: true });
    const found = [information_VE, information_HE, edge.information_HE, soft.information_HE, best_binary.value];
    close(found, values, TIGHT, `T = ${temperature}, ${block} spins, buffer ${buffer}`);
    close([chainInformation(temperature, block, buffer)], [values[0]], TIGHT, 'closed form');
    // One spin at an end beats every majority.
    assert.is(best_binary.function, 'one spin');
  }
});

test('rings', async () => {
  for (const [temperature, size, block, buffer, information] of RING) {
    const { information_VE } = await exactChain({ ...infinite(temperature, block, buffer), size });
    close([information_VE], [information], TIGHT, `${size} sites, T = ${temperature}, ${block} spins, buffer ${buffer}`);
  }
  const [one] = [await exactChain({ ...infinite(1, 3, 1), size: 200 })];
  close([one.information_VE], [chainInformation(1, 3, 1)], TIGHT, 'a large ring is a chain');
});

test('a ring whose block and buffer leave one spin, and an odd antiferromagnetic one', async () => {
  for (const [size, block, buffer, coupling] of [
    [4, 1, 1, 1],
    [5, 2, 1, -1],
    [7, 3, 0, -1],
  ]) {
    const temperature = 1.3;
    const { information_VE } = await exactChain({ size, block, buffer, coupling, temperature });
    // All states of the ring; V comes first, then the buffers on both of its sides.
    const weights = new Map<string, number>();
    for (let state = 0; state < 2 ** size; state++) {
      const spins = Array.from({ length: size }, (_, i) => ((state >> i) & 1 ? 1 : -1));
      const energy = spins.reduce((sum, s, i) => sum + coupling * s * spins[(i + 1) % size], 0);
      const key = `${spins.slice(0, block)}|${spins.slice(block + buffer, size - buffer)}`;
      weights.set(key, (weights.get(key) ?? 0) + Math.exp(energy / temperature));
    }
    const entropy = (part: (key: string) => string) => {
      const sums = new Map<string, number>();
      let total = 0;
      for (const [key, w] of weights) {
        sums.set(part(key), (sums.get(part(key)) ?? 0) + w);
        total += w;
      }
      return [...sums.values()].reduce((sum, w) => sum - (w / total) * Math.log(w / total), 0);
    };
    const expected = entropy((key) => key.split('|')[0]) + entropy((key) => key.split('|')[1]) - entropy((key) => key);
    close([information_VE], [expected], TIGHT, `${size} ${block} ${buffer}`);
  }
});

test('Gaussians: I(V:E), and the sign of a component against direct integration', () => {
  for (const [dimension, correlation, information] of GAUSSIAN) {
    close([exactGaussian({ dimension, correlation }).information_VE], [information], { atol: 1e-12, rtol: 0 }, `d = ${dimension}, ${correlation}`);
  }
  for (const correlation of [0.05, -0.5, 0.9]) {
    // p(h, y) by the midpoint rule in both variables.
    const step = 0.01;
    const grid = Array.from({ length: 1600 }, (_, i) => -8 + (i + 0.5) * step);
    const sigma = Math.sqrt(1 - correlation ** 2);
    let information = 0;
    for (const y of grid) {
      const p = (step / Math.sqrt(2 * Math.PI)) * Math.exp((-y * y) / 2);
      const up = grid.reduce(
        (sum, x) => (x > 0 ? sum + (step / sigma / Math.sqrt(2 * Math.PI)) * Math.exp(-(((x - correlation * y) / sigma) ** 2) / 2) : sum),
        0,
      );
      information += p * [up, 1 - up].reduce((sum, q) => (q > 0 ? sum + q * Math.log(2 * q) : sum), 0);
    }
    const { information_HE, best_binary } = exactGaussian({ dimension: 3, correlation });
    // The midpoint rule leaves step² / 24 times the slope at x = 0.
    close([information_HE, best_binary.value], [information, information], { atol: 2e-5, rtol: 0 }, `${correlation}`);
  }
  assert.ok(Math.abs(exactGaussian({ dimension: 1, correlation: 1e-3 }).information_HE / (1e-6 / Math.PI) - 1) < 1e-3, 'ρ² / π for small ρ');
  assert.is(exactGaussian({ dimension: 2, correlation: 0 }).information_VE, 0);
});

for (const [system, make] of [
  ['chain', () => exactChainJoint(infinite(1, 1, 0), { weights: [[1]] })],
  ['torus8', () => exactIsingJoint(ising({ size: [8, 8], block: [2, 2], buffer: 1 }, TC), { weights: [[1, 1, 1, 1]] })],
  ['torus4', () => exactIsingJoint(ising({ size: [4, 4], block: [2, 2], buffer: 0 }, 3), { weights: [[1, 1, 1, 0]] })],
] as const) {
  test(`InfoNCE with the optimal critic: ${system}`, async () => {
    const joint = await make();
    for (const [K, h, e] of OPTIMAL_INFONCE[system]) {
      const value = optimalInfonce(joint, K);
      close([value], [h], { atol: 1e-9, rtol: 0 }, `K = ${K}`);
      assert.ok(value <= Math.log(K));
      // One integral for each e: only where there are few.
      if (joint[0].length < 1000) close([optimalInfonce(joint, K, 'e')], [e], { atol: 1e-9, rtol: 0 }, `K = ${K}, e-anchored`);
      assert.throws(() => close([value], [e], { atol: 1e-11, rtol: 0 }, 'control: the other anchor'), K < 64 ? /differ/ : undefined);
    }
    assert.ok(Math.abs(optimalInfonce(joint, 1)) < 1e-12, 'one pair says nothing');
  });
}

test('InfoNCE with the optimal critic: Gaussians in cells against Monte Carlo', () => {
  for (const [, correlation, K, value, error] of GAUSSIAN_INFONCE) {
    const grid = Array.from({ length: 120 }, (_, i) => -6 + (i + 0.5) / 10);
    const joint = grid.map((x) => grid.map((y) => Math.exp(-(x * x + y * y - 2 * correlation * x * y) / (2 * (1 - correlation ** 2)))));
    const exact = optimalInfonce(joint, K);
    assert.ok(Math.abs(exact - value) < LIMIT * error, `ρ = ${correlation}, K = ${K}: ${exact}, Monte Carlo ${value} ± ${error}`);
  }
});

test('what is too large is refused before any sum, with the largest that is not', () => {
  const options = { size: [10, 10], block: [2, 2], buffer: 0, boundary: 'periodic' as Boundary, coupling: 1, temperature: 2 } as const;
  for (const [change, message] of [
    [{ size: [16, 16] }, /at most 2\^24 entries \(128 MiB\).*largest with this block and buffer is size: \[12, 16\]/],
    [{ size: [13, 40] }, /size: \[12, 40\]$/],
    [{ size: [3000, 4000] }, /2\^24 entries/],
    [{ size: [10, 10], block: [4, 4], buffer: 1 }, /12 and 24 spins, 2\^35 pairs.*largest with this block is buffer: 0/],
    [{ size: [10, 10], block: [2, 2], buffer: 3 }, /at most 2\^28 pairs.*buffer: 2/],
    [{ size: [40, 40], block: [5, 5] }, /at most 16 sites.*smaller block/],
  ] as const) {
    // The sums that these stand for would take days: that the test ends at all says that none was begun.
    assert.throws(() => checkExactIsing({ ...options, ...change } as Parameters<typeof checkExactIsing>[0]), message);
  }
  // What the task asks for is allowed.
  for (const [side, block, buffer] of [
    [10, 2, 2],
    [10, 4, 0],
    [10, 3, 1],
    [12, 1, 2],
    [12, 2, 1],
  ]) {
    checkExactIsing({ ...options, size: [side, side], block: [block, block], buffer });
  }
});

test('filters by name and out of files, whole or nested', async () => {
  const stored: Record<string, Uint8Array> = {
    'flat.json': new TextEncoder().encode('[1, 2, 3, 4]'),
    'nested.json': new TextEncoder().encode('[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]'),
    'array.npy': formatNpy({ shape: [2, 2], data: Float32Array.of(0.5, -1, 1, 2) }),
  };
  const files = { read: async (path: string) => stored[path] } as Files;
  assert.equal(await filterOf(files, 'uniform', [2, 2]), [[1, 1, 1, 1]]);
  assert.equal(await filterOf(files, 'boundary', [3, 3], 2), [
    [1, 1, 1, 1, 0, 1, 1, 1, 1],
    [1, 1, 1, 1, 0, 1, 1, 1, 1],
  ]);
  assert.equal(await filterOf(files, 'staggered', [3, 1]), [[1, -1, 1]]);
  assert.equal(await filterOf(files, 'flat.json', [2, 2]), [[1, 2, 3, 4]]);
  assert.equal(await filterOf(files, 'flat.json', [2, 1]), [
    [1, 2],
    [3, 4],
  ]);
  assert.equal(await filterOf(files, 'nested.json', [2, 2]), [
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ]);
  assert.equal(await filterOf(files, 'array.npy', [2, 2]), [[0.5, -1, 1, 2]]);
  const refused = async (promise: Promise<unknown>, message: RegExp) => {
    const error = await promise.then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    assert.match(error?.message ?? 'accepted', message);
  };
  await refused(filterOf(files, 'nested.json', [2, 2], 3), /expected 3 components, got 2/);
  await refused(filterOf(files, 'flat.json', [3, 3]), /multiple of 9 weights.*got 4/);
});

test('a system is its golden self to the digit, however the axes are named', async () => {
  const system = ising({ size: [4, 6], block: [1, 2], buffer: 0 }, 2);
  const [a, b] = [
    await exactIsingJoint(system, { weights: [[1, 1]] }),
    await exactIsingJoint({ ...system, size: [6, 4], block: [2, 1] }, { weights: [[1, 1]] }),
  ];
  const sorted = (rows: Float64Array[]) => Float64Array.from(rows[1]).sort();
  close(sorted(a), sorted(b), GOLDEN, 'x and y exchanged');
});

test.run();
