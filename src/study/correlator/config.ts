/** The settings of a correlator: one entry of a study's list `correlators`. */
import * as z from 'zod';
import { MOST_COMPONENTS } from '../../coarse/shape.ts';
import { whole } from '../../core/settings.ts';
import { MODEL_AXES, type ModelAxis } from '../../model/models.ts';
import { TORUS_FACTORS, type TorusFactor } from '../../model/operators.ts';
import { chainSettings, either, temperature } from './sample_settings.ts';

const finite = z.number();

const factors = Object.entries(TORUS_FACTORS)
  .map(([name, what]) => `${name} for operators ${what}`)
  .join(', ');

const rows = z.array(z.array(finite).min(1)).min(1);

const windowPart = z.strictObject({
  from: whole(1, 16384).optional().describe('nearest distance that is fitted, sites; by default twice the side of the block'),
  to: whole(1, 16384).optional().describe('farthest distance that is fitted, sites; by default half of the lattice'),
  only: z
    .enum(['all', 'even', 'odd'])
    .optional()
    .describe('by the parity of the distance; by default even if filters change sign with the sublattice, as for antiferromagnets'),
  every: whole(1, 16384).optional().describe('instead of only: step between distances, sites'),
  offset: whole(0, 16384).optional().describe('with every: the first distance, counted from 0'),
});

const atPart = z.strictObject({
  size: finite.optional(),
  ...(Object.fromEntries(MODEL_AXES.map((axis) => [axis, finite.optional()])) as Record<ModelAxis, z.ZodOptional<z.ZodNumber>>),
  block: finite.optional(),
  shell: finite.optional(),
});

/**
 * The correlator of a coarse variable on a lattice of its own, and the fit of its scaling dimension. The filter is that of a
 * point of the grid, or a pattern, which needs no training.
 */
export const correlatorSchema = z.strictObject({
  temperature: temperature.describe('at which configurations are sampled; "inf" allowed'),
  size: whole(4, 32768).describe('side of the sampled lattice, even; may be larger than that of the study'),
  trainedAt: temperature.optional().describe('temperature of the grid whose filter is taken; the same one by default'),
  buffer: whole(0, 16384).optional().describe('buffer of the point whose filter is taken; by default the widest one that converged'),
  components: whole(1, MOST_COMPONENTS).optional().describe('number of components of H of that point; by default the least of the grid'),
  pattern: z
    .union([z.string(), rows, z.array(rows).min(1)], either('the name of a pattern, or weights as rows or as components of rows'))
    .optional()
    .describe('instead of a trained filter: uniform, staggered, boundary (on bonds: P1, P2, C_x, C_y, C, E_x, E_y), or weights'),
  component: z
    .union([z.literal('all'), finite.int().min(0)], either('all, or the number of a component'))
    .default('all')
    .describe('the sum over all components, or one of them alone, counted from 0'),
  at: atPart.optional().describe('values of further axes of the grid (coupling, interaction, block, ...); the first of each by default'),
  values: z.enum(['linear', 'sign']).default('linear').describe('linear: the filter applied to the spins; sign: the discrete H'),
  direction: z
    .enum(['x', 'y', 'both', 'all'])
    .default('both')
    .describe('axis along which distances are taken; all: every direction, for less noise at large distances'),
  stride: whole(1, 16384).default(1).describe('sites between neighbouring blocks: 1 is every translation; the side of the block is the coarse lattice'),
  mean: z.enum(['measured', 'zero']).optional().describe('zero where symmetry makes <h> vanish, as the flip of all spins does; else its square is subtracted'),
  window: windowPart.prefault({}).describe('distances that are fitted'),
  ...chainSettings(64, 'chain'),
  factor: z
    .enum(['none', ...(Object.keys(TORUS_FACTORS) as TorusFactor[])])
    .default('none')
    .describe(`factor of the torus in the power law: ${factors}`),
  charge: whole(1, 16).default(1).describe('with winding: electric charge of the operator; 1 for columns and plaquettes'),
  stiffness: z
    .number()
    .positive()
    .optional()
    .describe('with winding: g of the height; by default the known value of the model, otherwise measured from windings'),
  distance: z.enum(['plain', 'chord', 'torus']).optional().describe('length in the power law; by default torus where there is a factor, else chord'),
});

/** A checked entry of the list `correlators`, with its defaults filled in. */
export type CorrelatorEntry = z.output<typeof correlatorSchema>;

/** The keys that an entry may have at a nested place, for messages about unknown keys. */
export function correlatorKeys([inner]: readonly PropertyKey[]): string[] {
  return Object.keys((inner === 'window' ? windowPart : inner === 'at' ? atPart : correlatorSchema).shape);
}
