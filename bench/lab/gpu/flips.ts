/** Flips per nanosecond of Ising spins beside the published figure of a GPU. */
import type { Device } from '../../../src/gpu/device.ts';
import { type Spread, spread } from '../../numbers.ts';
import { SAMPLERS, type Sampler, validateSampler } from '../../rows/samplers.ts';
import { makeSampler } from '../../rows/sampling.ts';
import { Timer } from '../../timer.ts';

/** One H100, half of the 1801 of two: NVIDIA/ising-gpu, optimized/README.md at commit 39ed987. */
export const PUBLISHED = { flips: 900, of: 'one H100 by ising-gpu of NVIDIA' };

/** Names of samplers whose flips are counted; smaller ones on software adapters. */
export const flipRows = (software: boolean): readonly string[] =>
  software
    ? ['Ising 1024 x 1024, one lattice', 'Ising 64 x 64, 1024 chains']
    : ['Ising 16384 x 16384, one lattice', 'Ising 64 x 64, 32768 chains', 'Ising 64 x 64, 1024 chains, in workgroup memory'];

const INTERVALS = { count: 7, seconds: 0.1 };

/** A rate in flips per nanosecond, beside the published one. */
export interface Flips {
  sampler: string;
  flips: Spread;
  published: typeof PUBLISHED;
  ratio: number;
}

/** @throws Error where there is no such sampler */
export function samplerOf(name: string): Sampler {
  const found = SAMPLERS.find((sampler) => sampler.name === name);
  if (!found) throw new Error(`there is no sampler ${name} in bench/rows/samplers.ts`);
  return found;
}

/** Validates a sampler, then times it. @throws Error where its energy is wrong: its speed would mean nothing */
export async function timeFlips(device: Device, name: string): Promise<Flips> {
  const sampler = samplerOf(name);
  await validateSampler(device, sampler);
  const scope = device.scope(name);
  try {
    const { run, units } = await makeSampler(device, scope, sampler);
    const timer = new Timer(run, INTERVALS.seconds);
    await timer.warm();
    const rates: number[] = [];
    while (rates.length < INTERVALS.count) rates.push((units * (await timer.rate())) / 1e9);
    const flips = spread(rates);
    return { sampler: name, flips, published: PUBLISHED, ratio: flips.median / PUBLISHED.flips };
  } finally {
    scope.dispose();
  }
}
