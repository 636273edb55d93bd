import * as shader from '../../gen/shaders/model/ising/measure.ts';
import { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { measureEvery } from '../../sample/advance.ts';
import type { Chains, Mover, Series } from '../../sample/chains.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { measuredParts, threadsOf } from '../../sample/parts.ts';
import { structureOf, wavesOf } from './waves.ts';

/** Work of a thread, which counts bits of 32 chains on at most 64 sites, in attempted flips of Ising spins. */
const WORK = 512;

/** Numbers per chain and measurement: bonds, magnetisation, staggered magnetisation, and four of the waves. */
const COLUMNS = 7;

/** Sites of a line that one thread counts: as many as fit the bit planes of the kernel. */
const SEGMENT = 64;

/** Chains of Ising spins, bit = chain, with one coupling, which cluster updates and tempering can wrap. */
export interface SpinChains extends Chains {
  /** Lattice side L. */
  readonly size: number;
  /** Coupling J of H = -J Σ s s'. */
  readonly coupling: number;
  /** Uniform field B. */
  readonly field: number;
  /** Bonds with coupling -J: (G or 1, L, L, 2), and whether no group (0), all groups together (1) or each group (2) has a table. */
  readonly disorder?: { tables: number; bonds: Tensor<'u32'> };
  readonly seed: number;
}

/**
 * Measures energy per site, magnetisation, staggered magnetisation and the structure factor |S(2π / L)|² / N² of every chain of a range:
 * of the spins, for the antiferromagnet of the staggered spins.
 * @param slots how many times, `spacing` sweeps of the mover apart
 * @param progress called after each submission with the fraction done
 * @returns one series per observable, (32 groups of the range, slots)
 */
export async function measureSpins(
  spins: SpinChains,
  range: GroupRange,
  slots: number,
  spacing: number,
  progress: (fraction: number) => Promise<void>,
  mover: Mover,
): Promise<Record<string, Series>> {
  const chains = range.groups * CHAINS_PER_GROUP;
  const { memory } = spins.state;
  const scope = new Scope(memory, 'measure');
  try {
    const series = scope.tensor('i32', [slots, chains, COLUMNS], 'series');
    // The measurements have a counter of their own: what moves the chains keeps its own clock.
    const slot = scope.tensor('u32', [1], 'slot');
    const parts = measuredParts(measureThreads(spins.size, range.groups), WORK).map(
      (part) => [threadsOf(part), scope.uniform(shader.measure.bindings.range, 'range', { ...range, slots, ...part })] as const,
    );
    const constants = { L: spins.size, DISORDER: spins.disorder?.tables ?? 0, STAGGERED: spins.coupling < 0 ? 1 : 0 };
    const waves = wavesOf(spins.size);
    const bindings = {
      spins: spins.state,
      bonds: spins.disorder?.bonds ?? scope.tensor('u32', [1, 1, 1, 2], 'bonds'),
      waves: scope.upload('i32', [spins.size, 2], 'waves', waves.table),
      slot,
      series,
    };
    await measureEvery(memory, mover, range, { slots, spacing, progress }, (plan) => {
      for (const [threads, part] of parts) plan.dispatch(shader.measure, constants, { ...bindings, range: part }, threads);
      plan.dispatch(shader.advance, constants, { slot }, [1]);
    });
    const structure = (raw: Int32Array, at: number) => structureOf(raw, at, waves, spins.sites);
    return spinSeries(await series.read(), { slots, chains, spacing, structure }, spins);
  } finally {
    scope.dispose();
  }
}

/** Threads that measure groups of 32 lattices of side L: one for each segment of at most 64 sites of a line. */
export function measureThreads(size: number, groups: number): number {
  return groups * size * Math.ceil(size / SEGMENT);
}

/** What the numbers of a series are of. */
interface Layout {
  slots: number;
  chains: number;
  spacing: number;
  /** |S(k)|² / N² out of the numbers of the waves, which begin at an index. */
  structure: (raw: Int32Array, at: number) => number;
}

/**
 * The observables of a series.
 * @param raw (slots, chains, 7): bonds, magnetisation, staggered magnetisation, four numbers of the waves
 */
export function spinSeries(
  raw: Int32Array,
  { slots, chains, spacing, structure }: Layout,
  { sites, coupling, field }: Pick<SpinChains, 'sites' | 'coupling' | 'field'>,
): Record<string, Series> {
  const column = (f: (at: number) => number): Series => ({
    spacing,
    values: Array.from({ length: chains }, (_, c) => Float64Array.from({ length: slots }, (_, t) => f((t * chains + c) * COLUMNS))),
  });
  return {
    energy: column((at) => (-coupling * raw[at] - field * raw[at + 1]) / sites),
    magnetisation: column((at) => raw[at + 1] / sites),
    staggered: column((at) => raw[at + 2] / sites),
    structure: column((at) => structure(raw, at + 3)),
  };
}
