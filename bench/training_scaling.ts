import { BlockspinError } from '../src/core/errors.ts';
import type { Device } from '../src/gpu/device.ts';
import { Mill } from './mill.ts';
import { median } from './numbers.ts';
import { CASES, makeStep } from './step.ts';

const ROUNDS = 3;
const SECONDS = 0.2;
const [ISING] = CASES;

/**
 * Cost of a step of the Ising configuration against R, K and the shell; the last entry of a series may be the refusal.
 * Few sizes, far apart: software adapters compile each K and shell anew, which takes longer than its timing.
 */
export async function trainingScaling(device: Device): Promise<object[]> {
  const table: object[] = [];
  const series: [string, number[], (n: number) => { replicas: number; overrides: { batch?: number; shell?: number } }][] = [
    ['replicas R', [1, 8, 64, 512], (n) => ({ replicas: n, overrides: {} })],
    ['batch K', [50, 100, 400, 1600], (n) => ({ replicas: 1, overrides: { batch: n } })],
    ['shell', [2, 5, 10, 20], (n) => ({ replicas: 1, overrides: { shell: n } })],
  ];
  for (const [name, values, at] of series) {
    for (const n of values) {
      process.stderr.write(`${name} ${n}\n`);
      const { replicas, overrides } = at(n);
      const before = device.live.bytes;
      try {
        const { ensemble, alone } = await makeStep(device, ISING, replicas, 2000, overrides);
        const bytes = device.live.bytes - before;
        try {
          const mill = new Mill(alone, SECONDS);
          await mill.warm();
          const rates: number[] = [];
          for (let i = 0; i < ROUNDS; i++) rates.push(await mill.turn());
          const [environment] = ensemble.table.environmentSites;
          const cost = 1 / (median(rates) * replicas);
          table.push({ series: name, n, environment, bytes_per_replica: Math.round(bytes / replicas), seconds_per_replica_step: cost });
        } finally {
          ensemble.dispose();
        }
      } catch (error) {
        if (!(error instanceof BlockspinError)) throw error;
        table.push({ series: name, n, refused: error.message });
        break;
      }
    }
  }
  return table;
}
