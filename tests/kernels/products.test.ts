/** Products of pairs of values of a block, as further bits of it. */
import { test } from 'uvu';
import { blockReader } from '../../src/coarse/reading.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { Tape } from '../../src/graph/tape.ts';
import { BITS, type Encoding } from '../../src/space/encoding.ts';
import * as twin from '../reference/coarse/products.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { pack } from '../support/pack.ts';
import { spins, uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';

test.after(closeDevice);

const [R, K] = [2, 37];

/** (R, K, values) ±1; one-hot where a value has several inputs. */
function blocks(values: number, Q: number): Float64Array {
  if (Q === 1) return Float64Array.from(spins(1, R * K * values));
  const drawn = uniform(2, R * K * values, 0, Q);
  return Float64Array.from({ length: R * K * values * Q }, (_, i) => (Math.floor(drawn[Math.floor(i / Q)]) === i % Q ? 1 : -1));
}

const CASES: readonly { name: string; values: number; Q: number; encoding: Encoding; inputs: 'products' | 'both' }[] = [
  { name: 'products of 9 spins', values: 9, Q: 1, encoding: BITS, inputs: 'products' },
  { name: '40 spins and then products, across words', values: 40, Q: 1, encoding: BITS, inputs: 'both' },
  { name: 'pairs of equal Potts spins', values: 13, Q: 3, encoding: { kind: 'onehot', states: 3 }, inputs: 'products' },
];

for (const { name, values, Q, encoding, inputs } of CASES) {
  test(
    `${name}: bit by bit, and none behind the last`,
    scoped(async (scope) => {
      const block = blocks(values, Q);
      const bits = values * Q;
      const pairs = Array.from({ length: 2 * values - 4 }, (_, i): [number, number] => [i % values, (i + 1 + (i % 3)) % values]);
      const plan = new Plan(scope.memory, 'products');
      const tape = new Tape(scope, plan);
      const words = Math.ceil(bits / 32);
      const visible = scope.upload('u32', [R, K, words], 'visible', pack(block, bits, words));
      const table = { pairs: scope.upload('u32', [pairs.length, 2], 'pairs', Uint32Array.from(pairs.flat())), counts: [3, pairs.length] };
      const read = blockReader(tape, visible, bits, encoding, table);
      const [near, far] = [read({ inputs, reach: 1 }), read({ inputs, reach: 2 })];
      await execute(plan);
      const expected = (count: number) => {
        const of = (r: number, k: number) => part(part(block, r, R), k, K);
        // Bits behind the last one are zero.
        const padded = (row: number[]) => [...row, ...new Array<number>(-row.length & 31).fill(-1)];
        const one = (r: number, k: number) => padded([...(inputs === 'both' ? of(r, k) : []), ...twin.products(of(r, k), pairs.slice(0, count), Q)]);
        return joined(R, (r) => joined(K, (k) => one(r, k)));
      };
      for (const [tensor, count] of [
        [near, 3],
        [far, pairs.length],
      ] as const) {
        const length = count + (inputs === 'both' ? bits : 0);
        close(Array.from(await tensor.read()), Array.from(pack(expected(count), 32 * Math.ceil(length / 32), Math.ceil(length / 32))), EXACT, `${count} pairs`);
      }
    }),
  );
}

test.run();
