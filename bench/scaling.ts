import { BlockspinError } from '../src/core/errors.ts';
import type { Device, Scope } from '../src/gpu/device.ts';
import { Plan } from '../src/gpu/plan.ts';
import type { Chains } from '../src/sample/chains.ts';
import { IsingChains } from '../src/sample/ising.ts';
import { IsingLattice } from '../src/sample/lattice.ts';
import { median } from './numbers.ts';

export const TC = 2.269185;
export const fill = (groups: number, value: number) => new Array<number>(groups).fill(value);

/** Seconds per sweep and bytes against size and chains; the last entry of each is the refusal. */
export async function scaling(device: Device) {
  const table: object[] = [];
  const series: [string, (n: number, scope: Scope) => Chains, number[]][] = [
    [
      '64 x 64, n groups of 32 chains',
      (n, scope) => new IsingChains(scope, { size: 64, coupling: 1, temperatures: fill(n, TC), seed: 1 }),
      [1, 4, 16, 64, 256, 1024, 4096, 16384],
    ],
    [
      'n x n, 32 chains',
      (n, scope) => new IsingChains(scope, { size: n, coupling: 1, temperatures: [TC], seed: 1 }),
      [64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384],
    ],
    [
      'n x n, one lattice',
      (n, scope) => new IsingLattice(scope, { size: n, coupling: 1, temperatures: [TC], seed: 1 }),
      [256, 512, 1024, 2048, 4096, 8192, 16384, 32768],
    ],
  ];
  for (const [name, make, sizes] of series) {
    for (const n of sizes) {
      const scope = device.scope('scaling');
      const before = device.live.bytes;
      try {
        const chains = make(n, scope);
        const bytes = device.live.bytes - before;
        const plan = new Plan(device, 'sweep');
        chains.recordSweep(plan, [{ first: 0, groups: chains.groups }]);
        await plan.compile();
        plan.run();
        await device.idle();
        const times: number[] = [];
        for (let i = 0; i < 5; i++) {
          const start = performance.now();
          plan.run();
          await device.idle();
          times.push((performance.now() - start) / 1000);
        }
        const flips = chains.groups * chains.chainsPerGroup * chains.sites;
        table.push({ series: name, n, bytes, seconds_per_sweep: median(times), flips_per_ns: flips / median(times) / 1e9 });
      } catch (error) {
        if (!(error instanceof BlockspinError)) throw error;
        table.push({ series: name, n, refused: error.message });
        break;
      } finally {
        scope.dispose();
      }
    }
  }
  return table;
}
