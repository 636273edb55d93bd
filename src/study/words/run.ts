/** The words of a place of the grid: takes the filters of the chosen runs, samples once for all of them, and writes everything at once. */
import { analyseWords, withoutEnvironments } from '../../analysis/words/analysis.ts';
import { superDimers } from '../../analysis/words/super_dimers.ts';
import { checkStopped } from '../../core/async.ts';
import { blockCentre } from '../../space/graph/centre.ts';
import type { NeighbourExits } from '../../space/graph/exits.ts';
import type { Graph } from '../../space/graph/graph.ts';
import type { SiteList } from '../../space/sites.ts';
import { WordSamples } from '../../train/result/word_samples.ts';
import type { StudyFolder } from '../cells/folder.ts';
import { guardFolder } from '../cells/guard.ts';
import { identityOf, type Once, once, seedFrom } from '../cells/once.ts';
import type { Origin } from '../cells/plan_file.ts';
import { readStudy } from '../cells/read.ts';
import type { SampleRequest, Sampler } from '../correlator/sample.ts';
import { trainingOf } from '../plan/around.ts';
import { modelOf } from '../plan/schema.ts';
import { chosenFilters, isDone, type Wanted } from './filters.ts';
import type { WordsPlan } from './plan.ts';
import type { WordsRecord } from './record.ts';

/** The exact law of super-dimers, [star][j - 1][a][b], which this room does not compute; undefined where it is not known. */
type SuperLaw = (graph: Graph, temperature: number, stars: readonly (readonly NeighbourExits[])[]) => number[][][][] | undefined;

/** How samples are obtained, and what they are compared with. */
interface WordsTools {
  /** Called only if samples are needed. */
  open(): Promise<Sampler>;
  law: SuperLaw;
  origin: Origin;
  progress?: (fraction: number) => void;
  signal?: AbortSignal;
}

/** The outcome of an attempt. */
export type WordsOutcome =
  | Once<WordsRecord>
  /** Cells are not done, or have found no filter. */
  | { outcome: 'waiting' | 'none'; reason: string };

/** Version of records: words with another version are sampled again. */
const RECORD = 1;

/**
 * Samples the words of a place, unless those of the same filters are there. What was stopped starts anew: it takes seconds to minutes, and
 * its seed follows from the study and the place, so that it is the same again.
 * @throws BlockspinError with code 'stopped' after the signal; of code 'store' where the folder cannot be read or written
 */
export async function runWords(folder: StudyFolder, plan: WordsPlan, tools: WordsTools): Promise<WordsOutcome> {
  return guardFolder(folder.path, async () => {
    const data = await readStudy(folder, plan.setting);
    if (!isDone(data, plan)) return { outcome: 'waiting', reason: 'waits for cells' };
    const wanted = chosenFilters(data, plan);
    if (wanted.length === 0) return { outcome: 'none', reason: 'no run has a finite filter' };
    const { index, ...place } = plan;
    const { seed } = folder.config;
    const hash = await identityOf([RECORD, seed, place, wanted]);
    return once(folder, { part: 'words', index, hash }, async () => {
      const own = await seedFrom(['words', seed, place]);
      return sampled(folder, plan, wanted, { hash, seed: own }, tools);
    });
  });
}

async function sampled(
  folder: StudyFolder,
  plan: WordsPlan,
  wanted: readonly Wanted[],
  { hash, seed }: Pick<WordsRecord, 'hash' | 'seed'>,
  { open, law, origin, progress, signal }: WordsTools,
): Promise<WordsRecord> {
  const { config } = folder;
  const { setting, temperature, chains, measurements, index } = plan;
  const graph = config.train.graph as Graph;
  const { centre, all } = collectorsOf(folder, plan, wanted, seed);
  checkStopped(signal);
  const sampler = await open();
  const began = performance.now();
  const how = await sampler.sample(requestOf(folder, plan, seed), {
    add: async ({ data, shape: [count] }) => {
      for (const one of all) {
        one.add(data, count);
        // Signals arrive between tasks only.
        await new Promise((resolve) => setTimeout(resolve));
        checkStopped(signal);
      }
    },
    progress: async (fraction) => {
      checkStopped(signal);
      progress?.(fraction);
    },
  });
  const stars = all[0].place?.stars ?? [];
  const laws = law(
    graph,
    temperature,
    stars.map(({ neighbours }) => neighbours),
  );
  const classes = all[0].stars().map((one, i) => superDimers({ ...one, ...(laws ? { law: laws[i] } : {}) }));
  const { algorithm, burn, spacing, thermal } = how;
  return {
    index,
    hash,
    setting,
    temperature,
    centre,
    points: wanted.map((point, i) => ({ ...point, found: withoutEnvironments(analyseWords(all[i].words())) })),
    stars: stars.map((star, i) => ({ ...star, found: classes[i] })),
    sampling: { algorithm, burn, spacing, thermal, chains, measurements },
    seed,
    adapter: sampler.adapter,
    ...origin,
    host: folder.owner.host,
    finished: new Date().toISOString(),
    seconds: (performance.now() - began) / 1000,
  };
}

/** What collects the words of each filter, and the node in the middle of their block. */
function collectorsOf(
  { config }: StudyFolder,
  { chains, measurements }: WordsPlan,
  wanted: readonly Wanted[],
  seed: number,
): { centre: number; all: WordSamples[] } {
  const graph = config.train.graph as Graph;
  const sites = trainingOf(config).sites as SiteList;
  const centre = blockCentre(graph, sites.block);
  const alphabet = modelOf(config).alphabet(config.train);
  const [variable, samples] = [config.train.variable, chains * measurements];
  const all = wanted.map(({ filter, states, buffer }) => {
    const environment = sites.buffers?.find((one) => one.buffer === buffer)?.environment ?? sites.environment;
    const rule = { filter, biases: [], states, variable, alphabet, sides: [sites.block.length] };
    return new WordSamples({ rule, sites: { block: sites.block, environment }, around: { graph, centre }, samples, chains, seed });
  });
  return { centre, all };
}

function requestOf({ config }: StudyFolder, { setting, temperature, chains, measurements }: WordsPlan, seed: number): SampleRequest {
  const model = modelOf(config);
  const settings = { ...config.train, ...setting, algorithm: model.moves[0], [model.control.key]: [temperature] };
  return { model, settings, point: temperature, start: 'both', chains, measurements, seed };
}
