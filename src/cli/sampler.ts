import type { Device } from '../gpu/device.ts';
import type { Scope } from '../gpu/scope.ts';
import type { ChainsRequest, Choice, Model } from '../model/model.ts';
import type { OnProgress } from '../sample/advance.ts';
import type { Chains, Start } from '../sample/chains.ts';
import { CHAINS_PER_GROUP } from '../sample/groups.ts';
import { startOf } from '../sample/policy.ts';
import type { SampleOptions } from './models.ts';

/** Chains ready to be brought to equilibrium and measured. */
export interface Sampler {
  chains: Chains;
  /** What moves the chains until the first measurement: the chains or the wrapper with the fastest relaxation. */
  burner: Chains;
  /** The measurements behind a default choice. */
  choice?: Choice;
  /** Where the chains started. */
  start: Start;
}

/** The chains of all given points (equally many groups each), with the requested or chosen algorithm. */
export async function samplerOf(device: Device, scope: Scope, options: SampleOptions, points: readonly number[], progress: OnProgress): Promise<Sampler> {
  const { model, layout } = options;
  const request = requestOf(options, points);
  const choice = model.choose && layout !== 'lattices' && options.settings.algorithm === 'auto' ? await model.choose(device, request, progress) : undefined;
  if (choice) request.settings = { ...options.settings, algorithm: choice.chosen };
  return { ...chainsOf(model, scope, request), choice, start: request.start };
}

/** Inputs for the chains of all given points. */
export function requestOf(options: SampleOptions, points: readonly number[]): ChainsRequest & { start: Start } {
  const { settings, seed, layout } = options;
  return {
    settings,
    points: points.flatMap((point) => new Array<number>(groupsOf(options)).fill(point)),
    seed,
    start: startOf(options.start, layout === 'lattices' ? 1 : CHAINS_PER_GROUP),
    layout,
  };
}

/** The chains, and what brings them to equilibrium. */
export function chainsOf(model: Model, scope: Scope, request: ChainsRequest): Pick<Sampler, 'chains' | 'burner'> {
  const chains = model.chains(scope, request);
  return { chains, burner: model.quickest?.(scope, chains) ?? chains };
}

/** Groups of one point: 32 chains each, or one large lattice. */
export function groupsOf({ chains, layout }: SampleOptions): number {
  return layout === 'lattices' ? chains : chains / CHAINS_PER_GROUP;
}
