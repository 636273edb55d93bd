/**
 * Design by evolution: CMA-ES moves the coefficients of a profile until a bundle of bands has wanted irreps and is parted from the others.
 * That is the idea of arXiv:2410.10484. The cost is our choice: minus the mean of the smaller full and the smaller direct gap, both signed (a
 * direct one is negative exactly where the order of irreps is wrong), and a quadratic penalty beyond a bound of the coefficients.
 */
import { checkStopped } from '../core/async.ts';
import type { Device } from '../gpu/device.ts';
import { CmaEs, type SavedCmaEs } from '../optim/cmaes/cmaes.ts';
import { ranking } from '../optim/cmaes/ranks.ts';
import { type DesignConfig, designOf } from './config.ts';
import { BandEngine } from './engine.ts';
import { GROUPS } from './group.ts';
import { layoutOf } from './layout.ts';
import type { Gaps } from './target.ts';

/** The best candidate after a generation. */
export interface Generation {
  readonly generation: number;
  /** Full gaps of the best candidate of this generation, single precision: energies, or w a / 2 pi c. */
  readonly gaps: Gaps;
  readonly direct: Gaps;
  /** The lowest cost so far. */
  readonly best: number;
  readonly sigma: number;
}

/** A search between two generations, as plain data that survive JSON. */
export interface DesignState {
  readonly search: SavedCmaEs;
  readonly generations: readonly Generation[];
}

/** Hooks of a design. */
interface DesignHooks {
  /** After every generation. */
  readonly generation?: (state: DesignState) => Promise<void> | void;
  /** When aborted, the design stops after the present generation. */
  readonly signal?: AbortSignal;
}

/** First step of the numbers, the size beyond which they are penalised, and the weight of that. They are V_G in units of |b|^2 / 2, or coefficients of f of TM. */
const STEPS = { schroedinger: { sigma: 0.3, bound: 1, weight: 1 }, tm: { sigma: 0.7, bound: 4, weight: 0.02 } } as const;

/**
 * Searches a profile; continues from a state with the same bits on the same adapter.
 * @param from of a design with the same settings, but for `generations`
 * @returns the state after all generations, or where the search stopped by itself
 * @throws BlockspinError with code 'stopped' where the signal was aborted
 */
export async function design(
  device: Device,
  config: DesignConfig,
  from: DesignState | undefined,
  { generation, signal }: DesignHooks = {},
): Promise<DesignState> {
  const { family, search: problem } = designOf(config);
  const { sigma, bound, weight } = STEPS[config.physics];
  const scale = config.physics === 'tm' ? 1 : GROUPS[config.group].unit / 2;
  const { population, seed } = config;
  const start = new Float64Array(config.shells);
  const search = from ? CmaEs.restored(from.search) : new CmaEs({ start, sigma, population, seed });
  let state: DesignState = from ?? { search: search.saved(), generations: [] };
  const scope = device.scope('design');
  try {
    const engine = new BandEngine(scope, layoutOf(problem), population);
    await engine.plan.compile();
    while (state.generations.length < config.generations && search.stopped === undefined) {
      checkStopped(signal);
      const candidates = search.ask();
      const found = await engine.gaps(candidates.map((numbers) => family.profile(numbers).coefficients));
      const costs = found.map(({ full, direct }, i) => {
        const beyond = candidates[i].reduce((sum, x) => sum + Math.max(0, Math.abs(x) - bound) ** 2, 0);
        return weight * beyond - (Math.min(full.below, full.above) + Math.min(direct.below, direct.above)) / (2 * scale);
      });
      search.tell(costs);
      const first = costs.reduce((best, cost, i) => (ranking(cost) < ranking(costs[best]) ? i : best), 0);
      const { full, direct } = found[first];
      const record = { generation: search.generation, gaps: full, direct, best: search.best?.value ?? Number.POSITIVE_INFINITY, sigma: search.sigma };
      state = { search: search.saved(), generations: [...state.generations, record] };
      await generation?.(state);
    }
    return state;
  } finally {
    scope.dispose();
  }
}
