import { BlockspinError } from '../core/errors.ts';
import type { Tensor } from '../gpu/tensor.ts';
import type { Tape } from '../graph/tape.ts';
import { isPacked } from '../space/encoding.ts';
import { activation, activationOptions } from './activation.ts';
import { type CriticOutputs, type CriticShape, recordOf } from './critics.ts';
import { linear } from './linear.ts';
import { linearBitsOn } from './linear_bits_tall.ts';
import { checkCritic } from './parameters.ts';
import { padded, type Towers } from './shape.ts';
import { fits, tower } from './tower.ts';

export type { CriticKind, CriticOutputs, CriticShape } from './critics.ts';
export { checkCritic, criticLimits, criticParameters } from './parameters.ts';
export type { Patches } from './shape.ts';

interface CriticInputs {
  /** Coarse variable (R, K, C); the classifier does not read it. */
  h?: Tensor;
  /** Environment: packed spins (R, K, words), one word per patch where there are patches, or values (R, K, E). */
  e: Tensor;
  /** (R) live sites of E; absent sites of values must be zero. */
  widths: Tensor;
  /** (R, 2) keys of dropout; nothing else uses them. */
  keys: Tensor;
  /** (R) step of each replica. */
  step: Tensor;
  /** Whether units are dropped. */
  training: boolean;
}

type Weight = (name: string) => Tensor;

/**
 * Applies a critic.
 * @param weight weights by the names of `criticParameters`
 * @throws BlockspinError as `checkCritic`, and for tensors that do not fit the shape
 */
export function applyCritic<S extends CriticShape>(tape: Tape, shape: S, inputs: CriticInputs, weight: Weight): CriticOutputs[S['kind']] {
  const [replicas, samples] = inputs.e.shape;
  checkCritic(shape, { samples, replicas });
  return recordOf(shape).apply(new Application(tape, shape, inputs, weight)) as CriticOutputs[S['kind']];
}

/** One application of a critic; numbers its hidden layers, whose dropout must differ. */
class Application implements Towers {
  #layer = 0;

  constructor(
    readonly tape: Tape,
    readonly shape: CriticShape,
    readonly inputs: CriticInputs,
    readonly weight: Weight,
  ) {}

  #h(): Tensor {
    const { h } = this.inputs;
    if (!h) throw new BlockspinError({ who: `critic ${this.shape.kind}`, expected: 'the coarse variable h', got: 'none', remedy: 'give h' });
    return h;
  }

  ofH(): Tensor<'f32'> {
    return this.#layers('u', { x: this.#h(), RELU: 0 }, recordOf(this.shape).layersOfH(this.shape).length);
  }

  ofE(): Tensor<'f32'> {
    const { e } = this.inputs;
    const depth = recordOf(this.shape).layersOfE(this.shape).length;
    if (this.shape.patch) return this.#layers('v', this.#patches(), depth);
    if (!isPacked(this.shape.encoding)) return this.#layers('v', { x: e, RELU: 0 }, depth);
    checkWords(e, Math.ceil(this.shape.environment / 32));
    const extras = { widths: this.inputs.widths };
    const { y } = this.tape.apply(linearBitsOn(this.tape.scope.memory), { x: e, w: this.weight('v0') }, { extras, label: 'v0' });
    return depth === 1 ? y : this.#layers('v', this.#hidden(y), depth, 1);
  }

  /** The layers of a tower from number `first` on; its input is already activated. The last of them are one op where they can be. */
  #layers(name: 'u' | 'v', input: { x: Tensor; RELU: number }, depth: number, first = 0): Tensor<'f32'> {
    let { x, RELU } = input;
    for (let layer = first; layer < depth; layer++) {
      if (layer > first) ({ x, RELU } = this.#hidden(x));
      const label = `${name}${layer}`;
      const rest = Array.from({ length: depth - layer }, (_, i) => this.weight(`${name}${layer + i}`));
      if (this.#kind === 'relu' && this.#rate === 0 && fits(rest)) return tower(this.tape, x, rest, { RELU, label });
      x = this.tape.apply(linear, { x, w: rest[0] }, { options: { RELU }, label }).y;
    }
    return x as Tensor<'f32'>;
  }

  /** Activation of the hidden layers, and the part of their units that is dropped. */
  get #kind(): Parameters<typeof activationOptions>[0] {
    return recordOf(this.shape).linear ? 'identity' : this.shape.activation;
  }
  get #rate(): number {
    return this.inputs.training ? this.shape.dropout : 0;
  }

  /** Features of all patches, side by side, with the same weights for each. */
  #patches(): { x: Tensor; RELU: number } {
    const { tape, shape, inputs } = this;
    const { sites, patches, features } = shape.patch as NonNullable<CriticShape['patch']>;
    const [replicas, samples] = inputs.e.shape;
    const w = this.weight('patch');
    let y: Tensor<'f32'>;
    if (isPacked(shape.encoding)) {
      checkWords(inputs.e, patches);
      const widths = tape.scope.upload('u32', [replicas], 'sites', new Uint32Array(replicas).fill(sites));
      ({ y } = tape.apply(
        linearBitsOn(tape.scope.memory),
        { x: inputs.e.reshape([replicas, samples * patches, 1]), w },
        { extras: { widths }, label: 'patch' },
      ));
    } else {
      const x = inputs.e.reshape([replicas, samples * patches, sites]);
      ({ y } = tape.apply(linear, { x, w }, { options: { RELU: 0 }, label: 'patch' }));
    }
    return this.#hidden(y.reshape([replicas, samples, patches * features]), shape.patch);
  }

  /**
   * The input of the next layer. That layer applies relu itself; any other nonlinearity, dropout and masks are an op.
   */
  #hidden(x: Tensor, patch?: CriticShape['patch']): { x: Tensor; RELU: number } {
    const { inputs, tape } = this;
    const layer = this.#layer++;
    const [kind, rate] = [this.#kind, this.#rate];
    const ragged = patch?.ragged ? patch : undefined;
    if (rate === 0 && !ragged && (kind === 'relu' || kind === 'identity')) return { x, RELU: kind === 'relu' ? 1 : 0 };
    const { keys, step, widths } = inputs;
    const options = activationOptions(kind, rate, layer, ragged);
    return { x: tape.apply(activation, { a: x }, { options, extras: { keys, step, widths }, label: x.label }).y, RELU: 0 };
  }

  /** H with zeros up to a multiple of four components: a product with the identity, which has a gradient. */
  paddedH(): Tensor<'f32'> {
    const h = this.#h();
    const { components } = this.shape;
    const [replicas] = h.shape;
    const width = padded(components);
    if (width === components) return h as Tensor<'f32'>;
    const size = (components + 1) * width;
    const identity = Float32Array.from({ length: replicas * size }, (_, i) => {
      const [row, column] = [Math.floor((i % size) / width), i % width];
      return row === column && row < components ? 1 : 0;
    });
    const w = this.tape.scope.upload('f32', [replicas, components + 1, width], 'identity', identity);
    return this.tape.apply(linear, { x: h, w }, { options: { RELU: 0 }, label: 'u' }).y;
  }
}

function checkWords(e: Tensor, words: number): void {
  if (e.shape[2] !== words) {
    throw new BlockspinError({
      who: 'critic: environment',
      expected: `${words} words per sample`,
      got: e.shape[2],
      remedy: 'gather as many words as the shape says',
    });
  }
}
