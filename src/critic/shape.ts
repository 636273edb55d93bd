import { BlockspinError } from '../core/errors.ts';
import { MOST_EMBEDDING, MOST_STATES } from '../core/limits.ts';
import { type Phrase, phrase, type SettingRef, setting } from '../core/phrase.ts';
import { type Encoding, isPacked } from '../space/encoding.ts';
import { checkPairs, WIDEST } from './concatenated.ts';

/** Patches of the environment that share the weights of the first layer; sites are ordered patch by patch. */
export interface Patches {
  /** Sites of a patch; packed environments have one word per patch and use its low bits. */
  sites: number;
  /** Number of patches, the largest of any replica. */
  patches: number;
  /** Features computed of each patch. */
  features: number;
  /** Whether some replica has fewer patches, whose missing ones are then masked. */
  ragged: boolean;
}

/** The part of a shape that all critics have. */
interface Common {
  /** Values per sample of H. */
  components: number;
  /** Inputs of E, the most of any replica. */
  environment: number;
  /** Of the values of E: packed ones are (R, K, words) u32, numbers (R, K, environment) f32, zero at absent sites. */
  encoding: Encoding;
  patch?: Patches;
  /** Widths of the hidden layers, e.g. [32, 32]; the bilinear critic has none. */
  hidden: readonly number[];
  activation: 'relu' | 'tanh' | 'swish';
  /** Probability that a hidden unit is dropped in training. */
  dropout: number;
}

/** A critic of H and E, or a classifier of the states of H given E. */
export type CriticShape = Common &
  (
    | { kind: 'separable' /** Embedding dimension D. */; embedding: number }
    | { kind: 'bilinear' }
    | { kind: 'concatenated' }
    | { kind: 'classifier' /** States of H. */; states: number }
  );

export type CriticKind = CriticShape['kind'];

/** The next multiple of four, which the kernels work on at a time. */
export const padded = (n: number) => Math.ceil(n / 4) * 4;

/** Widths of the layers of the tower of H. */
export function layersOfH(shape: CriticShape): number[] {
  if (shape.kind === 'separable') return [...shape.hidden, shape.embedding];
  return shape.kind === 'concatenated' ? [shape.hidden[0]] : [];
}

/** Widths of the layers of the tower of E after its patches. */
export function layersOfE(shape: CriticShape): number[] {
  if (shape.kind === 'separable') return [...shape.hidden, shape.embedding];
  if (shape.kind === 'concatenated') return [shape.hidden[0]];
  return shape.kind === 'bilinear' ? [padded(shape.components)] : [...shape.hidden, padded(shape.states)];
}

/**
 * Shapes of all weights by name, without the replica axis: (I + 1, O), the bias being the last row.
 * 'u0', 'u1', ... are the layers of the tower of H, 'v0', ... of the tower of E, 'patch' is the layer all patches
 * share, 's0' and 's1' are the layers of the concatenated critic after its first.
 * @throws BlockspinError for an impossible combination, as `checkCritic`
 */
export function criticParameters(shape: CriticShape): Record<string, number[]> {
  checkCritic(shape);
  const { patch, components, environment } = shape;
  const shapes: Record<string, number[]> = {};
  const tower = (name: string, inputs: number, widths: readonly number[]) => {
    let before = inputs;
    for (const [layer, width] of widths.entries()) {
      shapes[`${name}${layer}`] = [before + 1, width];
      before = width;
    }
  };
  tower('u', components, layersOfH(shape));
  if (patch) shapes.patch = [patch.sites + 1, patch.features];
  tower('v', patch ? patch.patches * patch.features : environment, layersOfE(shape));
  if (shape.kind === 'concatenated') tower('s', shape.hidden[0], [shape.hidden[1], 1]);
  return shapes;
}

/**
 * Half-widths of the uniform distributions of initial weights, by name: one, or one per replica.
 * They preserve the variance through a layer with the inputs that a replica really has (Glorot & Bengio, AISTATS (2010), eq. 16).
 * @param environmentSites sites of E of each replica
 */
export function criticLimits(shape: CriticShape, environmentSites: readonly number[]): Record<string, number | number[]> {
  const glorot = (inputs: number, outputs: number) => Math.sqrt(6 / (inputs + outputs));
  const { patch } = shape;
  const limits: Record<string, number | number[]> = {};
  for (const [name, [rows, outputs]] of Object.entries(criticParameters(shape))) {
    if (name !== 'v0') limits[name] = glorot(rows - 1, outputs);
    else limits[name] = environmentSites.map((sites) => glorot(patch ? (sites / patch.sites) * patch.features : sites, outputs));
  }
  return limits;
}

const wrong = (of: string | SettingRef, expected: string, got: unknown, remedy: Phrase) => new BlockspinError({ setting: of, expected, got, remedy });

/**
 * Checks a critic before any work.
 * @param batch where given, the memory of the scores of this many pairs is checked, too
 * @throws BlockspinError naming the option, what is allowed and what to do
 */
export function checkCritic(shape: CriticShape, batch?: { samples: number; replicas: number }): void {
  const { kind, hidden, dropout, activation, components } = shape;
  if (!(dropout >= 0 && dropout < 1)) throw wrong('dropout', 'a probability of at least 0 and below 1', dropout, 'use e.g. 0.2');
  if (kind !== 'bilinear') {
    const odd = hidden.find((width) => !(width > 0 && width % 4 === 0));
    if (odd !== undefined) throw wrong('hidden', 'positive multiples of 4', odd, `use ${Math.max(4, padded(odd))}`);
  }
  switch (shape.kind) {
    case 'separable':
      if (shape.embedding % 4 !== 0 || !(shape.embedding > 0 && shape.embedding <= MOST_EMBEDDING)) {
        throw wrong('embedding', `a multiple of 4, at most ${MOST_EMBEDDING}`, shape.embedding, 'use e.g. 8');
      }
      break;
    case 'bilinear':
      if (padded(components) > MOST_EMBEDDING) {
        throw wrong(
          setting('critic', 'bilinear'),
          `at most ${MOST_EMBEDDING} components of H`,
          components,
          phrase`use ${setting('critic', 'separable')} or fewer ${setting('components')}`,
        );
      }
      if (dropout > 0)
        throw wrong('dropout', '0 with the bilinear critic, which has nothing hidden', dropout, phrase`leave it out or use ${setting('critic', 'separable')}`);
      break;
    case 'concatenated':
      if (hidden.length !== 2 || hidden.some((width) => width > WIDEST)) {
        throw wrong('hidden', `two widths of at most ${WIDEST} with the concatenated critic`, hidden.join(','), 'use e.g. 32,32');
      }
      if (activation !== 'relu')
        throw wrong(
          'activation',
          'relu with the concatenated critic',
          activation,
          phrase`use ${setting('activation', 'relu')} or ${setting('critic', 'separable')}`,
        );
      if (dropout > 0) throw wrong('dropout', '0 with the concatenated critic', dropout, phrase`leave it out or use ${setting('critic', 'separable')}`);
      if (batch) checkPairs(batch.samples, batch.replicas, hidden[1]);
      break;
    case 'classifier':
      if (!(shape.states >= 2 && shape.states <= MOST_STATES)) {
        throw wrong('states', `2 to ${MOST_STATES} states of H`, shape.states, phrase`use fewer ${setting('components')}`);
      }
      break;
    default:
      shape satisfies never;
  }
  if (shape.patch) checkPatches(shape, shape.patch);
}

function checkPatches({ encoding, environment }: CriticShape, { sites, patches, features }: Patches): void {
  if (isPacked(encoding) && !(sites >= 1 && sites <= 32)) throw wrong('patch', 'at most 32 sites, the bits of a word', sites, 'use patches of side 5 or less');
  if (features < 4 || features % 4 !== 0)
    throw wrong('patch', 'features of a patch in a positive multiple of 4', features, `use ${Math.max(4, padded(features))}`);
  if (sites * patches !== environment) {
    throw wrong('patch', `an environment of ${patches} patches of ${sites} sites`, `${environment} sites`, 'choose a patch that tiles the environment');
  }
}
