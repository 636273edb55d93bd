import type { Tensor } from '../gpu/tensor.ts';
import type { Tape } from '../graph/tape.ts';
import { linear } from './linear.ts';
import { linearBits } from './linear_bits.ts';

/** Shapes of all weights by name, without the replica axis. */
export function classifierParameters({
  states,
  environment,
  hidden,
}: {
  states: number;
  environment: number;
  hidden: readonly number[];
}): Record<string, number[]> {
  const widths = [environment, ...hidden, Math.ceil(states / 4) * 4];
  return Object.fromEntries(widths.slice(1).map((width, layer) => [`v${layer}`, [widths[layer] + 1, width]]));
}

/**
 * Logits (R, K, O) of the states of H given the environment.
 */
export function classifier(tape: Tape, e: Tensor, widths: Tensor, depth: number, weight: (name: string) => Tensor): Tensor<'f32'> {
  let x = e as Tensor<'f32'>;
  for (let layer = 0; layer < depth; layer++) {
    const label = `v${layer}`;
    if (layer === 0) ({ y: x } = tape.apply(linearBits, { x, w: weight(label) }, { extras: { widths }, label }));
    else ({ y: x } = tape.apply(linear, { x, w: weight(label) }, { options: { RELU: 1 }, label }));
  }
  return x;
}
