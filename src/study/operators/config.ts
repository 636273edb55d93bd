/** The settings of a table of operators: one entry of a study's list `operators`. */
import * as z from 'zod';
import { whole } from '../../core/settings.ts';
import { chainSettings, temperature } from '../correlator/sample_settings.ts';

const ownFilter = z.strictObject({
  name: z.string().min(1).describe('in tables'),
  inputs: z.enum(['spins', 'products']).default('spins').describe('values of the block, or products of its nearest neighbours'),
  weights: z
    .array(z.array(z.number()).min(1))
    .min(1)
    .describe('for each logit a weight for every input: values in C order, states of a value side by side, or pairs of neighbours'),
});

/** Named operators and filters that are measured together, on several lattices. */
export const operatorsSchema = z.strictObject({
  temperature: temperature.describe('at which configurations are sampled; "inf" allowed'),
  sizes: z
    .array(whole(8, 1024).multipleOf(2))
    .min(1)
    .max(12)
    .default([16, 24, 32, 48, 64])
    .describe('sides of the sampled lattices, ascending and even; three or more for dimensions against the side'),
  filters: z
    .array(z.union([z.string(), ownFilter], { error: 'found, the name of an operator, or { name, inputs, weights }' }))
    .min(1)
    .default(['found'])
    .describe(
      'found: those of deflation, one trained after the other, each kept if it tells something beyond those before it; operators by name (uniform, energy, density, random, random energy; on bonds P1, P2, C_x, C_y, C, E_x, E_y); or filters of the block { name, inputs, weights }',
    ),
  block: whole(1, 64).optional().describe('side of the block; by default that of the study, which found filters have'),
  buffer: whole(0, 16384).optional().describe('buffer across which filters are found; by default the narrowest of the grid'),
  most: whole(1, 6).default(3).describe('filters that are found at most'),
  products: z.boolean().default(true).describe('products of the coarse fields that change sign are further operators'),
  near: whole(1, 512).optional().describe('distance r0 of the metric of generalised eigenvalues, sites; by default the side of the block, at least 4'),
  far: whole(2, 512).optional().describe('distance at which their vectors are taken, sites; by default twice r0'),
  from: whole(1, 512).optional().describe('nearest distance that is fitted, sites; by default twice the side of the block, at least 6'),
  direction: z
    .enum(['all', 'axes'])
    .optional()
    .describe('axes along which distances are taken: both of them; all: every direction, for less noise at large distances (default)'),
  renormalise: z.boolean().default(true).describe('also dimensions by the Monte Carlo renormalisation group, where the block-spin map is a sign of spins'),
  ...chainSettings(32, 'chain and lattice'),
});

/** A checked entry of the list `operators`, with its defaults filled in. */
export type OperatorsEntry = z.output<typeof operatorsSchema>;

/** The keys that an entry may have at a nested place, for messages about unknown keys. */
export function operatorsKeys([inner]: readonly PropertyKey[]): string[] {
  return Object.keys((inner === 'filters' ? ownFilter : operatorsSchema).shape);
}
