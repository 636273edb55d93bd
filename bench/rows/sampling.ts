/** The rows of the samplers. */
import type { Device } from '../../src/gpu/device.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { DimerChains } from '../../src/model/dimers/chains.ts';
import { type Built, type Row, workOf } from '../row.ts';
import { SAMPLERS, type Sampler, validateSampler } from './samplers.ts';

/** Ends of the names of the rows of a quick run: one sampler of each kind. */
const QUICK = ['128 chains', '1024 chains', '1024 x 1024, one lattice', '16 x 16, T = inf, 1024 chains', '512 chains'];

/** Makes a sampler ready to be timed. The length of worms is random, so the pivots are counted on the device. */
export async function makeSampler(device: Device, scope: Scope, sampler: Sampler): Promise<Omit<Built, 'validate'>> {
  const chains = sampler.make(scope);
  const range = { first: 0, groups: chains.groups };
  const { operations = 0, sweeps = 1 } = sampler;
  if (chains instanceof DimerChains) {
    await chains.advance(range, 20, async () => {});
    const run = async (repeats: number) => {
      const start = performance.now();
      await chains.advance(range, repeats, async () => {});
      return performance.now() - start;
    };
    // A pivot reads three words and writes one.
    return { run, units: 0, counted: () => chains.pivots(), work: { dispatches: 0, bytes: 16, footprint: chains.state.bytes, operations } };
  }
  const plan = new Plan(device, sampler.name);
  chains.recordSweep(plan, [range], sweeps);
  const units = sweeps * chains.groups * chains.chainsPerGroup * chains.sites;
  return { run: await plan.compile(), units, work: workOf(plan, { operations: operations * units }) };
}

/** One row for each sampler. */
export const samplingRows = (quick: boolean): Row[] =>
  SAMPLERS.filter(({ name }) => !quick || QUICK.some((end) => name.endsWith(end))).map((sampler) => ({
    group: 'sampling',
    name: sampler.name,
    sizes: { sweeps: sampler.sweeps ?? 1 },
    unit: sampler.unit,
    make: async (device, scope) => ({ ...(await makeSampler(device, scope, sampler)), validate: () => validateSampler(device, sampler) }),
  }));
