import * as shader from '../../gen/shaders/model/ising3d/measure.ts';
import { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { measureEvery, type Schedule } from '../../sample/advance.ts';
import type { Mover, Series } from '../../sample/chains.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { measuredParts, threadsOf } from '../../sample/parts.ts';
import { spinSeries } from '../ising/measure.ts';
import { type CubeOptions, sitesOfCube } from './options.ts';
import { cubeConstants } from './sweep.ts';
import { structureOf, wavesOf } from './waves.ts';

/** Work of a thread, which counts bits of 32 chains on at most 64 sites, in attempted flips of Ising spins. */
const WORK = 512;

/** Numbers per chain and measurement: bonds, magnetisation, staggered magnetisation, and four of the waves. */
const COLUMNS = 7;

/** Sites of a row that one thread counts. */
const SEGMENT = 64;

/**
 * Measures energy per site, magnetisation, staggered magnetisation and the structure factor |S(2π / L)|² / N² of every chain of a range:
 * of the spins, for the antiferromagnet of the staggered spins.
 * @param spins (G, Z, Y, X), bit = chain
 * @returns one series per observable, (32 groups of the range, slots)
 */
export async function measureCubes(
  spins: Tensor<'u32'>,
  options: CubeOptions,
  range: GroupRange,
  schedule: Schedule,
  mover: Mover,
): Promise<Record<string, Series>> {
  const { extents, coupling, field } = options;
  const { slots, spacing } = schedule;
  const sites = sitesOfCube(options);
  const chains = range.groups * CHAINS_PER_GROUP;
  const waves = wavesOf(extents);
  const scope = new Scope(spins.memory, 'measure');
  try {
    const series = scope.tensor('i32', [slots, chains, COLUMNS], 'series');
    const slot = scope.tensor('u32', [1], 'slot');
    const table = scope.upload('i32', [waves.table.length / 2, 2], 'waves', waves.table);
    const parts = measuredParts(cubeThreads(extents, range.groups), WORK).map(
      (part) => [threadsOf(part), scope.uniform(shader.measure.bindings.range, 'range', { ...range, slots, ...part })] as const,
    );
    const constants = { ...cubeConstants(options), STAGGERED: coupling < 0 ? 1 : 0 };
    await measureEvery(spins.memory, mover, range, schedule, (plan) => {
      for (const [threads, part] of parts) plan.dispatch(shader.measure, constants, { spins, waves: table, slot, series, range: part }, threads);
      plan.dispatch(shader.advance, constants, { slot }, [1]);
    });
    const structure = (raw: Int32Array, at: number) => structureOf(raw, at, waves, sites);
    return spinSeries(await series.read(), { slots, chains, spacing, structure }, { sites, coupling, field });
  } finally {
    scope.dispose();
  }
}

/** Threads that measure groups of 32 tori: one for each segment of at most 64 sites of a row. */
export function cubeThreads([z, y, x]: CubeOptions['extents'], groups: number): number {
  return groups * z * y * Math.ceil(x / SEGMENT);
}
