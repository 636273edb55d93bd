import type { Tensor } from '../gpu/tensor.ts';
import type { Tape } from '../graph/tape.ts';
import { linear } from './linear.ts';
import { linearBits } from './linear_bits.ts';

/** Widths of the two towers of a separable critic. */
export interface SeparableShape {
  /** Components of H. */
  components: number;
  /** Bits of E, the most of any replica. */
  environment: number;
  /** Hidden layers, e.g. [32, 32]. */
  hidden: readonly number[];
  /** Embedding dimension D. */
  embedding: number;
}

/** Shapes of all weights by name, without the replica axis; 'u0' is the first layer of the tower of H. */
export function separableParameters({ components, environment, hidden, embedding }: SeparableShape): Record<string, number[]> {
  const shapes: Record<string, number[]> = {};
  for (const [tower, inputs] of [
    ['u', components],
    ['v', environment],
  ] as const) {
    const widths = [inputs, ...hidden, embedding];
    for (let layer = 0; layer + 1 < widths.length; layer++) shapes[`${tower}${layer}`] = [widths[layer] + 1, widths[layer + 1]];
  }
  return shapes;
}

/**
 * The separable critic s(h, e) = u(h) · v(e), two relu networks with a linear last layer.
 * @param h coarse variable (R, K, C)
 * @param e packed environment (R, K, EW), of which replica r uses widths[r] bits
 * @param weight weights by the names of `separableParameters`
 * @returns embeddings u, v, both (R, K, D)
 * Source: Goekmen et al., arXiv:2103.16887, section III.
 */
export function separable(
  tape: Tape,
  h: Tensor,
  e: Tensor,
  widths: Tensor,
  depth: number,
  weight: (name: string) => Tensor,
): { u: Tensor<'f32'>; v: Tensor<'f32'> } {
  const tower = (name: 'u' | 'v', input: Tensor) => {
    let x = input as Tensor<'f32'>;
    for (let layer = 0; layer < depth; layer++) {
      const label = `${name}${layer}`;
      const options = { RELU: layer > 0 ? 1 : 0 };
      if (name === 'v' && layer === 0) ({ y: x } = tape.apply(linearBits, { x, w: weight(label) }, { extras: { widths }, label }));
      else ({ y: x } = tape.apply(linear, { x, w: weight(label) }, { options, label }));
    }
    return x;
  };
  return { u: tower('u', h), v: tower('v', e) };
}
