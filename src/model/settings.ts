/** Pieces of schemas that models share. */
import * as z from 'zod';
import { oneOrMany } from '../core/settings.ts';

/** Lattice side of square lattices. */
export const side = z.number().default(64).describe('lattice side L, even; sites of the ring of chipping');

/** A list of temperatures. */
export const temperatures = oneOrMany(z.custom<number>((value) => typeof value === 'number', 'a number or Infinity'));
