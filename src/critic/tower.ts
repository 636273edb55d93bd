import { elements } from '../core/shape.ts';
import * as shader from '../gen/shaders/critic/tower.ts';
import * as sums from '../gen/shaders/critic/tower_sums.ts';
import type { Tensor } from '../gpu/tensor.ts';
import { inOneBuffer, startsOf } from '../graph/joined.ts';
import type { Launch, Op } from '../graph/op.ts';
import { op } from '../graph/op.ts';
import type { Tape } from '../graph/tape.ts';

/** Layers of a fused tower. */
const LEAST = 2;
/** Floats of a tile: 8 KiB, half of the workgroup memory that every adapter has, so that several workgroups share a processor. */
const FLOATS = 2048;
/** The widest layer. */
const WIDEST = 64;
const THREADS = 256;

/** Samples of a tile: 64 where they fit. */
const tileOf = (widths: readonly number[]) => (Math.max(...widths) <= FLOATS / 64 ? 64 : FLOATS / WIDEST);

/** The op of so many layers. */
function layersOf(depth: number): Op {
  const weights = Array.from({ length: depth }, (_, l) => `w${l}`);
  const tiles = (entry: Launch['entry']): Launch => ({ entry, threads: (n) => [Math.ceil(n.K / n.TILE) * THREADS, n.R] });
  const added: Launch = { entry: sums.sums, threads: (n) => [n.P, n.R] };
  return {
    name: 'critic/tower',
    inputs: { x: 'R K W0', ...Object.fromEntries(weights.map((name, l) => [name, `R W${l}+1 W${l + 1}`])) },
    outputs: { y: `R K W${depth}`, hidden: 'R K H' },
    joins: { w: weights },
    forward: tiles(shader.forward),
    backward: [
      { ...added, gives: ['x', ...weights], before: [tiles(shader.backward)] },
      { ...added, gives: weights, before: [tiles(shader.backward_w)] },
      { ...tiles(shader.backward_x), gives: ['x'] },
    ],
  };
}

/**
 * The layers of a tower as one op. Inputs `x` (R, K, W0), `w0` (R, W0 + 1, W1), `w1` ...; outputs `y`, and `hidden`, the hidden
 * units after relu side by side; extra `partial`, sums of the tiles of samples. `tower` provides options and extras.
 */
export const twoLayers = op(layersOf(2));
/** The same of three. */
export const threeLayers = op(layersOf(3));
/** The same of four. */
export const fourLayers = op(layersOf(4));
const OPS = [twoLayers, threeLayers, fourLayers];

/**
 * Whether layers can be fused on a device: hardware, two to four layers that are narrow enough, and weights in one buffer. On a
 * software adapter a barrier costs more than the memory that it saves.
 * @param weights of the layers, (R, inputs + 1, outputs)
 */
export function fits(weights: readonly Tensor[]): boolean {
  const widths = widthsOf(weights);
  return (
    !weights[0].memory.adapter.software &&
    weights.length >= LEAST &&
    weights.length < LEAST + OPS.length &&
    Math.max(...widths) <= WIDEST &&
    inOneBuffer(weights)
  );
}

/**
 * Layers with relu between them: `linear` after `linear` in one dispatch.
 * @param x (R, K, inputs); with `RELU` 1 its relu is taken
 * @param weights of the layers, for which `fits`
 * @returns (R, K, outputs) before any activation
 */
export function tower(tape: Tape, x: Tensor, weights: readonly Tensor[], { RELU, label }: { RELU: number; label: string }): Tensor<'f32'> {
  const widths = widthsOf(weights);
  const [replicas, samples] = x.shape;
  const starts = startsOf(weights).map((bytes) => bytes / 16);
  const P = starts[starts.length - 1] + elements(weights[weights.length - 1].shape.slice(1)) / 4;
  const TILE = tileOf(widths);
  const H = widths.slice(1, -1).reduce((sum, width) => sum + width, 0);
  const options = { RELU, TILE, H, P, LAYERS: weights.length, ...Object.fromEntries(starts.map((start, l) => [`A${l}`, start])) };
  const extras = { partial: tape.scope.tensor('f32', [replicas, Math.ceil(samples / TILE), 4 * P], `${label}.partial`) };
  const inputs = { x, ...Object.fromEntries(weights.map((w, l) => [`w${l}`, w])) };
  return tape.apply(OPS[weights.length - LEAST], inputs, { options, extras, label }).y;
}

/** Inputs of the first layer, then outputs of every layer. */
const widthsOf = (weights: readonly Tensor[]) => [weights[0].shape[1] - 1, ...weights.map(({ shape }) => shape[2])];
