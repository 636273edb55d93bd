import type { Device } from '../gpu/device.ts';
import type { Scope } from '../gpu/scope.ts';
import type { ChainsRequest, Choice } from '../model/model.ts';
import type { OnProgress } from '../sample/advance.ts';
import type { Chains, Start } from '../sample/chains.ts';
import { CHAINS_PER_GROUP } from '../sample/groups.ts';
import { startOf } from '../sample/policy.ts';
import type { SampleOptions } from './models.ts';

/** Chains ready to be brought to equilibrium and measured. */
export interface Sampler {
  chains: Chains;
  /** Who moves the chains until the first measurement: whoever forgets a start soonest. */
  burner: Chains;
  /** What the default was chosen from. */
  choice?: Choice;
  /** Where the chains started. */
  start: Start;
}

/** The chains of all given points (equally many groups each), with the algorithm that was asked for or chosen. */
export async function samplerOf(device: Device, scope: Scope, options: SampleOptions, points: readonly number[], progress: OnProgress): Promise<Sampler> {
  const { model, seed, layout } = options;
  const lattices = layout === 'lattices';
  const start = startOf(options.start, lattices ? 1 : CHAINS_PER_GROUP);
  const request: ChainsRequest = {
    settings: options.settings,
    points: points.flatMap((point) => new Array<number>(groupsOf(options)).fill(point)),
    seed,
    start,
    layout,
  };
  const choice = model.choose && !lattices && options.settings.algorithm === 'auto' ? await model.choose(device, request, progress) : undefined;
  if (choice) request.settings = { ...options.settings, algorithm: choice.chosen };
  const chains = model.chains(scope, request);
  return { chains, burner: model.quickest?.(scope, chains) ?? chains, choice, start };
}

/** Groups of one point: 32 chains each, or one large lattice. */
export function groupsOf({ chains, layout }: SampleOptions): number {
  return layout === 'lattices' ? chains : chains / CHAINS_PER_GROUP;
}
