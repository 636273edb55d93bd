/** Pieces of schemas that models share. */
import * as z from 'zod';

/** One value or a list of them; comes out as a list. */
export const oneOrMany = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[]);

/** Lattice side of square lattices. */
export const side = z.number().default(64).describe('lattice side L, even; sites of the ring of chipping');

/** A list of temperatures. */
export const temperatures = oneOrMany(z.custom<number>((value) => typeof value === 'number', 'a number or Infinity'));
