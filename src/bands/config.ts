/** Settings of a design, and what follows from them. */
import * as z from 'zod';
import { completed, whole } from '../core/settings.ts';
import { type BandTable, bandTable } from './ebr.ts';
import { GROUP_NAMES, GROUPS } from './group.ts';
import type { Search } from './layout.ts';
import { type Family, familyOf } from './profile.ts';
import { genericMomentum, symmetricMomentum } from './sectors.ts';
import { PHYSICS } from './spectrum.ts';
import { divisionsAt, type Target, targetOf } from './target.ts';
import { genericGrid } from './waves.ts';

const SHAPE = {
  physics: z.enum(PHYSICS).default('schroedinger').describe('Schroedinger electrons in a potential, or TM light in a dielectric'),
  group: z.enum(GROUP_NAMES).describe('plane group of the profile'),
  bundle: z.string().meta({ description: 'bands that are sought, counted from 1', examples: ['2-3'] }),
  irreps: z.string().meta({ description: 'their irreps, one sum per momentum of high symmetry', examples: ['G5; K3; M3+M4'] }),
  shells: whole(1, 40).default(7).describe('Fourier coefficients of the profile: orbits of reciprocal lattice vectors, the shortest first'),
  cutoff: z.number().min(1).max(64).default(16).describe('plane waves with |k + G|^2 up to so many |b|^2; the verdict takes twice as many'),
  grid: whole(0, 24).default(8).describe('generic momenta of the search: those of a grid of so many points along each axis; 0: none'),
  eps: z.tuple([z.number(), z.number()]).default([1, 12]).describe('least and largest dielectric constant of TM'),
  population: whole(4, 4096).default(16).describe('candidates of a generation'),
  generations: whole(1, 1_000_000).default(40).describe('generations of the search'),
  seed: whole(0, Number.MAX_SAFE_INTEGER).default(1).describe('of the search'),
};

/** Settings of a design, with all defaults. */
export type DesignConfig = z.output<z.ZodObject<typeof SHAPE>>;

/** Completes and checks settings. @throws BlockspinError naming the setting that is wrong, also where no bands can be as they ask */
export function designConfig(given: object): DesignConfig {
  const config = completed(SHAPE, given);
  const { search } = designOf(config);
  for (const momentum of search.momenta) divisionsAt(search.table, search.target, momentum);
  return config;
}

/** What the settings of a design mean, with another cut-off if one is given. @throws BlockspinError as `designConfig` */
export function designOf(config: DesignConfig, cutoff = config.cutoff): { table: BandTable; target: Target; family: Family; search: Search } {
  const { physics, shells: count, eps } = config;
  const group = GROUPS[config.group];
  const table = bandTable(group);
  const target = targetOf(table, config.bundle, config.irreps);
  const family = familyOf({ physics, group, shells: count, eps }, cutoff);
  const momenta = [
    ...group.momenta.map((momentum) => symmetricMomentum(group, momentum, cutoff)),
    ...(config.grid > 0 ? genericGrid(group, config.grid) : []).map((at) => genericMomentum(group, at, cutoff)),
  ];
  const { shells, coefficients } = family;
  return { table, target, family, search: { physics, table, target, shells, coefficients, momenta } };
}
