/**
 * Axis letters, declared once and used in every op, shader and comment:
 *   R replica, K sample of a minibatch, L lattice side, G group of 32 chains,
 *   V site of the block, E site of the environment, C component of the coarse variable H, A logit, Q state of a
 *   component, S state of H (in tables of the trainer: training step),
 *   I input, O output, D embedding, P parameters of one replica.
 * Units: information in nats, energy in J per site, temperature in J / k_B, lengths in lattice sites, times in sweeps.
 */
import { BlockspinError, internal } from './errors.ts';

/** Axis letters of a tensor, e.g. 'R K I' or 'R I+1 O'. */
export type Axes = string;
/** Known extents of axis letters. */
export type Extents = Record<string, number>;

/** Splits axes into terms; 'I+1' is the letter I with one added. */
function terms(axes: Axes): { letter: string; plus: number }[] {
  return axes.split(' ').map((term) => {
    const [letter, plus] = term.split('+');
    return { letter, plus: plus === undefined ? 0 : Number(plus) };
  });
}

/**
 * Checks a shape against its axes, learning the extents that were not known yet.
 * @throws BlockspinError naming the op, the tensor and the axis that disagree.
 */
export function unify(op: string, name: string, axes: Axes, shape: readonly number[], known: Extents): void {
  const expected = terms(axes);
  if (expected.length !== shape.length) {
    throw new BlockspinError({
      who: `${op}: ${name}`,
      expected: `axes (${axes})`,
      got: `shape (${shape.join(', ')})`,
      remedy: `give ${expected.length} axes`,
    });
  }
  expected.forEach(({ letter, plus }, i) => {
    const extent = shape[i] - plus;
    if (known[letter] === undefined) known[letter] = extent;
    else if (known[letter] !== extent) {
      throw new BlockspinError({
        who: `${op}: ${name}`,
        expected: `axis ${letter} = ${known[letter]} as in the tensors before it`,
        got: `${extent} in shape (${shape.join(', ')})`,
        remedy: `axis ${letter} must agree between all tensors of the op`,
      });
    }
  });
}

/** The shape that axes have once every letter is known. */
export function resolve(axes: Axes, known: Extents): number[] {
  return terms(axes).map(({ letter, plus }) => {
    const extent = known[letter];
    if (extent === undefined) throw internal(`axis ${letter} of (${axes}) is not determined by the inputs`);
    return extent + plus;
  });
}

/** The number of elements of a shape. */
export function elements(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
