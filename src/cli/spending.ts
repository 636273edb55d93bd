/** The cost of default runs of `sample`, computed on a ledger, which needs no device. */
import { BlockspinError } from '../core/errors.ts';
import { Ledger } from '../gpu/ledger.ts';
import { Scope } from '../gpu/scope.ts';
import { SAMPLED } from '../model/models.ts';
import { expectedBurn, MEASURED, siteUpdates, spacingOf } from '../sample/policy.ts';
import { type SampleOptions, sampleOptions } from './models.ts';
import { chainsOf, groupsOf, requestOf } from './sampler.ts';

/** A run of one model at one point, with the defaults of `sample`. */
interface DefaultRun {
  model: string;
  /** Shape of one configuration, e.g. 64 x 64. */
  shape: string;
  /** The control parameter with its value, e.g. T = 2. */
  point: string;
  /** Moves with the same cost: the default, or, where the default is measured, all that are compatible with the other defaults. */
  moves: string[];
  /** Sweeps before the first measurement and between two of them. */
  burn: number;
  spacing: number;
  /** Measurements of each chain, and chains. */
  samples: number;
  chains: number;
  /** Updates of sites in all. */
  updates: number;
}

/** Every buffer fits. The kernels for hardware adapters are laid out; they make the same moves as those for software. */
const PAPER = {
  adapter: { name: 'ledger', vendor: '', architecture: '', driver: '', origin: 'ledger', software: false },
  largestBuffer: Number.MAX_SAFE_INTEGER,
};

/** The costs of default runs of all models, one for each number of updates. */
export function defaultRuns(): DefaultRun[] {
  return SAMPLED.flatMap(({ name }) => {
    const options = sampleOptions({ model: name });
    const runs: DefaultRun[] = [];
    for (const move of movesOf(options)) {
      const run = runOf(options, move);
      const same = runs.find(({ burn, spacing, updates }) => burn === run.burn && spacing === run.spacing && updates === run.updates);
      if (same) same.moves.push(move);
      else runs.push(run);
    }
    return runs;
  });
}

/** One line for each default run, for the help. */
export function spendingLines(): string[] {
  const runs = defaultRuns();
  const [{ samples, chains }] = runs;
  const names = runs.map(({ model, shape, point }) => `${model} ${shape}, ${point}`);
  const width = Math.max(...names.map(({ length }) => length));
  return [
    `What a run spends unless told otherwise, ${samples} measurements of each of ${chains} chains:`,
    ...runs.map(({ moves, burn, spacing, updates }, i) => {
      const sweeps = `${burn} + ${samples} x ${spacing} sweeps`;
      return `  ${names[i].padEnd(width)} ${grouped(updates).padStart(13)} site updates: ${sweeps} (${moves.join(', ')})`;
    }),
  ];
}

/** A whole number with commas between thousands. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** The moves that a default run may take. */
function movesOf({ model, settings, points, layout }: SampleOptions): string[] {
  if (settings.algorithm !== 'auto') return [String(settings.algorithm ?? model.moves[0])];
  return model.moves.filter((algorithm) => {
    try {
      model.check({ ...settings, algorithm }, points, layout);
      return true;
    } catch (error) {
      // A move that needs other settings than the default ones, such as several temperatures.
      if (error instanceof BlockspinError) return false;
      throw error;
    }
  });
}

function runOf(options: SampleOptions, algorithm: string): DefaultRun {
  const { model, samples, points } = options;
  const [point] = points;
  const scope = new Scope(new Ledger(PAPER), 'spending');
  try {
    const request = requestOf(options, points.slice(0, 1));
    const { chains, burner } = chainsOf(model, scope, { ...request, settings: { ...request.settings, algorithm } });
    const burn = expectedBurn(burner, point);
    const spacing = spacingOf(chains, point, MEASURED);
    return {
      model: model.name,
      shape: chains.shape.join(' x '),
      point: `${model.control.symbol} = ${Number.isFinite(point) ? Number(point.toPrecision(7)) : 'inf'}`,
      moves: [algorithm],
      burn,
      spacing,
      samples,
      chains: options.chains,
      updates: siteUpdates(chains, burner, { first: 0, groups: groupsOf(options) }, { burn, spacing, slots: samples }),
    };
  } finally {
    scope.dispose();
  }
}
