/** Chains of the Blume-Capel model and of Ising spins in three dimensions for tests, with all options that matter little. */
import type { Scope } from '../../src/gpu/scope.ts';
import { CapelChains } from '../../src/model/blume_capel/chains.ts';
import type { CapelOptions } from '../../src/model/blume_capel/options.ts';
import { CubeChains } from '../../src/model/ising3d/chains.ts';
import type { CubeOptions } from '../../src/model/ising3d/options.ts';

/** What a test says of chains; the rest has defaults. */
export type Capel = Partial<CapelOptions> & Pick<CapelOptions, 'size' | 'temperatures'>;
export type Cube = Partial<CubeOptions> & Pick<CubeOptions, 'extents' | 'temperatures'>;

export const capelOf = (scope: Scope, options: Capel) =>
  new CapelChains(scope, { lattice: 'square', coupling: 1, crystalField: 0, field: 0, seed: 5, ...options });

export const cubesOf = (scope: Scope, options: Cube) => new CubeChains(scope, { coupling: 1, field: 0, dynamics: 'metropolis', seed: 5, ...options });
