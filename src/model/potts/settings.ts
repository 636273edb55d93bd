/** Settings of spins with q states. */
import * as z from 'zod';
import { side } from '../settings.ts';
import { LATTICES, MOST_STATES } from './options.ts';

export const COLOUR_SETTINGS = {
  size: side,
  q: z.number().default(3).describe(`states of a spin, 2 to ${MOST_STATES}`),
  coupling: z.number().default(1).describe('coupling; negative: antiferromagnet'),
  lattice: z.enum(LATTICES).default(LATTICES[0]).describe('square, or triangular with six neighbours'),
};
