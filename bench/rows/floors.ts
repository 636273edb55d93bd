/** The floors of a device: an empty dispatch, copies, and arithmetic at the peak rate. */
import * as peak from '../../src/gen/shaders/gpu/peak.ts';
import type { Device } from '../../src/gpu/device.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { combine, multiply } from '../../tests/reference/gpu/peak.ts';
import { type Built, mustHold, type Row, workOf } from '../row.ts';

/** Bytes that fit the last-level cache of most devices: source and target of a copy together. */
export const CACHED = 4 * 2 ** 20;
/** Floating-point and integer operations per thread and round, see shaders/gpu/peak. */
const FLOPS = 1024;
const OPERATIONS = 1280;

/** Threads and rounds, for milliseconds on software adapters and on large GPUs; SwiftShader takes 0.1 s for the integers. */
const peakSize = ({ software }: { software: boolean }) => (software ? { N: 4096, ROUNDS: 16 } : { N: 1 << 20, ROUNDS: 64 });

/** Threads that only multiply and add; without rounds an empty dispatch. */
export async function multiplications(
  device: Device,
  scope: Scope,
  sizes = peakSize(device.adapter),
): Promise<{ plan: Plan; flops: number; y: ReturnType<Scope['tensor']> }> {
  const { N, ROUNDS } = sizes;
  const values = new Float32Array(4 * N).map((_, i) => [0.5, 0.999, 0.001, 0][i & 3]);
  const y = scope.tensor('f32', [N], 'y');
  const plan = new Plan(device, 'multiply').dispatch(peak.multiply, { N, ROUNDS }, { start: scope.upload('f32', [N, 4], 'start', values), y }, [N]);
  return { plan: await plan.compile(), flops: FLOPS * ROUNDS * N, y };
}

async function combinations(device: Device, scope: Scope, { N, ROUNDS } = peakSize(device.adapter)) {
  const values = new Uint32Array(4 * N).map((_, i) => Math.imul(i, 2654435761));
  const w = scope.tensor('u32', [N], 'w');
  const plan = new Plan(device, 'combine').dispatch(peak.combine, { N, ROUNDS }, { seeds: scope.upload('u32', [N, 4], 'seeds', values), w }, [N]);
  return { plan: await plan.compile(), operations: OPERATIONS * ROUNDS * N, w, values };
}

async function copies(device: Device, scope: Scope, bytes: number) {
  const N = bytes / 32;
  const words = scope.tensor('u32', [N, 4], 'words');
  const copied = scope.tensor('u32', [N, 4], 'copied');
  words.write(new Uint32Array(4 * N).map((_, i) => Math.imul(i, 2654435761)));
  return { plan: await new Plan(device, 'copy').dispatch(peak.copy, { N }, { words, copied }, [N]).compile(), copied };
}

/** The calibration: some milliseconds of arithmetic of both kinds and of copying, in whose units speeds are compared between runs. */
export async function calibrationPlan(device: Device, scope: Scope): Promise<Plan> {
  const plan = new Plan(device, 'calibration');
  plan.append((await multiplications(device, scope)).plan);
  plan.append((await combinations(device, scope)).plan);
  plan.append((await copies(device, scope, CACHED)).plan);
  return plan.compile();
}

const dispatchRow: Row = {
  group: 'floors',
  name: 'empty dispatch',
  sizes: { threads: 64 },
  unit: 'dispatches',
  floor: 'dispatch',
  async make(device, scope) {
    const { plan, y } = await multiplications(device, scope, { N: 64, ROUNDS: 0 });
    return { run: plan, units: 1, work: workOf(plan), validate: async () => checkProducts(plan, y, 0) };
  },
};

function copyRow(floor: 'copy' | 'copy in cache', bytes: number): Row {
  return {
    group: 'floors',
    name: floor,
    sizes: { bytes },
    unit: 'B',
    floor,
    async make(device, scope) {
      const { plan, copied } = await copies(device, scope, bytes);
      const validate = async () => {
        plan.run();
        const wrong = (await copied.read()).reduce((count, word, i) => count + (word === Math.imul(i, 2654435761) >>> 0 ? 0 : 1), 0);
        mustHold(wrong === 0, `${wrong} words were not copied`);
      };
      const work = workOf(plan);
      return { run: plan, units: work.bytes as number, work, validate };
    },
  };
}

async function checkProducts(plan: Plan, y: ReturnType<Scope['tensor']>, ROUNDS: number): Promise<void> {
  plan.run();
  const expected = multiply(0.5, Math.fround(0.999), Math.fround(0.001), 16 * ROUNDS);
  const wrong = (await y.read()).find((value) => !(Math.abs(value - expected) < 1e-3 * expected));
  mustHold(wrong === undefined, `expected ${expected} from every thread, got ${wrong}`);
}

/** Bytes beyond all caches, source and target together. Graphics cards have larger caches than processors and copy faster. */
const BEYOND = { software: 2 ** 26, hardware: 2 ** 28 };

/** The rows of the floors. */
export const floorRows = (software: boolean): Row[] => [
  dispatchRow,
  copyRow('copy', BEYOND[software ? 'software' : 'hardware']),
  copyRow('copy in cache', CACHED),
  {
    group: 'floors',
    name: 'fp32 peak',
    sizes: peakSize({ software }),
    unit: 'FLOP',
    floor: 'fp32',
    async make(device, scope) {
      const { plan, flops, y } = await multiplications(device, scope);
      return { run: plan, units: flops, work: workOf(plan, { flops }), validate: () => checkProducts(plan, y, peakSize(device.adapter).ROUNDS) };
    },
  },
  {
    group: 'floors',
    name: 'integer peak',
    sizes: peakSize({ software }),
    unit: 'op',
    floor: 'integer',
    async make(device, scope): Promise<Built> {
      const { plan, operations, w, values } = await combinations(device, scope);
      const validate = async () => {
        plan.run();
        const found = await w.read();
        for (const n of [0, 1, found.length - 1]) {
          const expected = combine(values[4 * n], values[4 * n + 1], 16 * peakSize(device.adapter).ROUNDS);
          mustHold(found[n] === expected, `thread ${n}: expected ${expected}, got ${found[n]}`);
        }
      };
      return { run: plan, units: operations, work: workOf(plan, { operations }), validate };
    },
  },
];
