import * as shader from '../../gen/shaders/model/ising/measure.ts';
import { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { measureEvery } from '../../sample/advance.ts';
import type { Chains, Mover, Series } from '../../sample/chains.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';

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
 * Measures energy per site, magnetisation and staggered magnetisation of every chain of a range.
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
    const series = scope.tensor('i32', [slots, chains, 3], 'series');
    // The measurements have a counter of their own: what moves the chains keeps its own clock.
    const slot = scope.tensor('u32', [1], 'slot');
    const uniform = scope.uniform(shader.measure.bindings.range, 'range', { ...range });
    const constants = { L: spins.size, SLOTS: slots, DISORDER: spins.disorder?.tables ?? 0 };
    const bonds = spins.disorder?.bonds ?? scope.tensor('u32', [1, 1, 1, 2], 'bonds');
    await measureEvery(memory, mover, range, { slots, spacing, progress }, (plan) => {
      plan.dispatch(shader.measure, constants, { spins: spins.state, bonds, slot, series, range: uniform }, [chains * spins.size]);
      plan.dispatch(shader.advance, constants, { slot }, [1]);
    });
    return unpack(await series.read(), slots, chains, spacing, spins);
  } finally {
    scope.dispose();
  }
}

function unpack(raw: Int32Array, slots: number, chains: number, spacing: number, { sites, coupling, field }: SpinChains): Record<string, Series> {
  const column = (f: (at: number) => number): Series => ({
    spacing,
    values: Array.from({ length: chains }, (_, c) => Float64Array.from({ length: slots }, (_, t) => f((t * chains + c) * 3) / sites)),
  });
  return {
    energy: column((at) => -coupling * raw[at] - field * raw[at + 1]),
    magnetisation: column((at) => raw[at + 1]),
    staggered: column((at) => raw[at + 2]),
  };
}
