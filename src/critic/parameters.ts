/** Weights of critics by name, and the checks of a critic before any work. */
import { phrase, setting } from '../core/phrase.ts';
import { isPacked } from '../space/encoding.ts';
import { type CriticShape, PAIR_CRITICS, recordOf } from './critics.ts';
import { type Common, type Patches, padded, wrong } from './shape.ts';

/** The critic that error messages recommend: it supports every setting. */
const [USUAL] = PAIR_CRITICS;

/**
 * Shapes of all weights by name, without the replica axis: (I + 1, O), the bias being the last row.
 * 'u0', 'u1', ... are the layers of the tower of H, 'v0', ... of the tower of E, 'patch' is the layer all patches
 * share, 's0', 's1', ... are the layers of a critic after its towers.
 * @throws BlockspinError for an impossible combination, as `checkCritic`
 */
export function criticParameters(shape: CriticShape): Record<string, number[]> {
  checkCritic(shape);
  const critic = recordOf(shape);
  const { patch, components, environment } = shape;
  const shapes: Record<string, number[]> = {};
  const tower = (name: string, inputs: number, widths: readonly number[]) => {
    let before = inputs;
    for (const [layer, width] of widths.entries()) {
      shapes[`${name}${layer}`] = [before + 1, width];
      before = width;
    }
  };
  tower('u', components, critic.layersOfH(shape));
  if (patch) shapes.patch = [patch.sites + 1, patch.features];
  tower('v', patch ? patch.patches * patch.features : environment, critic.layersOfE(shape));
  const [inputs, ...behind] = critic.layersBehind?.(shape) ?? [];
  tower('s', inputs, behind);
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

/**
 * Checks a critic before any work.
 * @param batch where given, the memory of the scores of this many pairs is checked, too
 * @throws BlockspinError naming the setting, what is allowed and what to do
 */
export function checkCritic(shape: CriticShape, batch?: { samples: number; replicas: number }): void {
  const { kind, hidden, dropout, activation } = shape;
  const critic = recordOf(shape);
  const has = (name: string) => Object.hasOwn(critic.settings, name);
  if (!(dropout >= 0 && dropout < 1)) throw wrong('dropout', 'a probability of at least 0 and below 1', dropout, 'use e.g. 0.2');
  if (!has('dropout') && dropout > 0) throw wrong('dropout', `0 with the ${kind} critic`, dropout, phrase`leave it out or use ${setting('critic', USUAL)}`);
  if (!has('activation') && !critic.linear && activation !== 'relu')
    throw wrong('activation', `relu with the ${kind} critic`, activation, phrase`leave it out or use ${setting('critic', USUAL)}`);
  const odd = has('hidden') ? hidden.find((width) => !(width > 0 && width % 4 === 0)) : undefined;
  if (odd !== undefined) throw wrong('hidden', 'positive multiples of 4', odd, `use ${Math.max(4, padded(odd))}`);
  critic.check(shape, batch);
  if (shape.patch) checkPatches(shape, shape.patch);
}

function checkPatches({ encoding, environment }: Common, { sites, patches, features }: Patches): void {
  if (isPacked(encoding) && !(sites >= 1 && sites <= 32)) throw wrong('patch', 'at most 32 sites, the bits of a word', sites, 'use patches of side 5 or less');
  if (features < 4 || features % 4 !== 0)
    throw wrong('patch', 'features of a patch in a positive multiple of 4', features, `use ${Math.max(4, padded(features))}`);
  if (sites * patches !== environment) {
    throw wrong('patch', `an environment of ${patches} patches of ${sites} sites`, `${environment} sites`, 'choose a patch that tiles the environment');
  }
}
