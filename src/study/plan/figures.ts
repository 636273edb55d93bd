/** The part `figures` of a config: what its report draws. */
import * as z from 'zod';
import { BlockspinError, nearest } from '../../core/errors.ts';

const buffer = z.number().int().min(0);
const figuresSchema = z.strictObject({
  buffer: z
    .union([buffer, z.array(buffer).min(1)])
    .optional()
    .describe('buffer, or several, at which ensembles are looked at; the middle one by default'),
  projections: z
    .array(z.tuple([z.string(), z.string()]))
    .optional()
    .describe('pairs of named patterns or principal components PC1, PC2'),
  pca: z.strictObject({ from: z.number().optional(), to: z.number().optional() }).optional().describe('temperatures whose filters are analysed together'),
});

/** The part `figures` of a config. */
export type FigureWishes = z.output<typeof figuresSchema>;

/**
 * Checks the part `figures`, before anything is computed and again when it is drawn: it may change at any time.
 * @param buffers those of the grid
 * @throws BlockspinError for keys or values that cannot be drawn
 */
export function figureWishes(figures: unknown, buffers: readonly number[]): FigureWishes {
  const parsed = figuresSchema.safeParse(figures);
  const wrong = (key: string, expected: string, got: unknown, remedy: string) => new BlockspinError({ who: `study config, ${key}`, expected, got, remedy });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const keys = Object.keys(figuresSchema.shape);
    if (issue.code === 'unrecognized_keys') {
      const near = nearest(issue.keys[0], keys);
      throw wrong('figures', `keys out of ${keys.join(', ')}`, issue.keys[0], near ? `did you mean ${near}?` : 'leave it out');
    }
    const place = ['figures', ...issue.path.map(String)].join('.');
    throw wrong(place, issue.message, 'another value', 'figures may be { buffer: [2, 4], projections: [["P1", "P2"]], pca: { from: 0.7, to: 4 } }');
  }
  const missing = [parsed.data.buffer ?? []].flat().find((one) => !buffers.includes(one));
  if (missing !== undefined) throw wrong('figures.buffer', `one of ${buffers.join(', ')}, or several`, missing, 'give buffers of the grid');
  return parsed.data;
}
