/** `blockspin words RUN`: what the words of a trained filter are, on configurations of its own. */
import { analyseWords, type WordAnalysis } from '../analysis/words/analysis.ts';
import { wordLattice } from '../analysis/words/lattice.ts';
import { type SuperDimers, superDimers } from '../analysis/words/super_dimers.ts';
import { BlockspinError } from '../core/errors.ts';
import { wordFigure } from '../report/words/figures.ts';
import { superJson, wordJson } from '../report/words/json.ts';
import { latticeJson, latticeLines, type WordLattice } from '../report/words/lattice.ts';
import { starName, superLines, type WordLetters, wordLines } from '../report/words/text.ts';
import { MEASURED } from '../sample/policy.ts';
import { blockCentre } from '../space/graph/centre.ts';
import type { Graph } from '../space/graph/graph.ts';
import { type NodeNames, nodesNamed } from '../space/graph/labels.ts';
import type { SiteList } from '../space/sites.ts';
import { guardReads } from '../store/files.ts';
import { toJson } from '../store/results.ts';
import { WordSamples } from '../train/result/word_samples.ts';
import { type CoarsePoint, chosenPoint, coarseRule } from './coarse_point.ts';
import type { Host } from './host.ts';
import { checkNumbers, type SampleOptions } from './models.ts';
import type { Given } from './options.ts';
import { eachSampled } from './sampled.ts';
import { wordsOfStudy } from './study_words.ts';
import { superLaws } from './super_law.ts';
import { starFigures, writeFigures } from './word_figures.ts';

/** Chains and samples of each unless given: 40,960 samples. */
const [CHAINS, SAMPLES] = [512, 80];

/** Samples the model of a run again, applies its filter and describes the words. @returns exit code */
export async function words(host: Host, given: Given, operand?: string): Promise<number> {
  if (operand === undefined) {
    const remedy = 'write for example npx blockspin words results/first';
    throw new BlockspinError({ who: 'words', expected: 'the folder of a training', got: 'none', remedy });
  }
  if (await guardReads(host.files).find(`${operand}/study.json`)) return wordsOfStudy(host, given, operand);
  const point = await chosenPoint(host, operand, given);
  const { options, sites } = listed(operand, given, point);
  const graph = options.model.support === 'bonds' ? (options.settings.graph as Graph | undefined) : undefined;
  const around = graph && { graph, centre: centreOf(given, graph, sites) };
  const found = new WordSamples({
    rule: coarseRule(point),
    sites,
    around,
    samples: options.samples * options.chains,
    chains: options.chains,
    seed: options.seed,
  });
  await eachSampled(host, given, { verb: 'words', options, times: MEASURED }, async (values, count) => found.add(values, count));
  const text = await described(host, given, {
    found,
    around,
    letters: { components: found.components, states: point.summary.states as number },
    temperature: options.points[0],
    chains: options.chains,
    run: operand,
  });
  host.out(text);
  return 0;
}

interface Sampled {
  found: WordSamples;
  letters: WordLetters;
  around: { graph: Graph; centre: number } | undefined;
  temperature: number;
  chains: number;
  run: string;
}

/** What was found, as text or as one JSON object; figures are written where a folder for them is given. */
async function described(host: Host, given: Given, { found, around, letters, temperature, chains, run }: Sampled): Promise<string> {
  const analysis = analyseWords(found.words());
  const stars = around ? (found.place?.stars ?? []) : [];
  const classes = classesOf(found, around?.graph, temperature);
  const lattice = latticeOf(found, analysis);
  const figures = [
    wordFigure(analysis, letters),
    ...(around
      ? starFigures(
          around.graph,
          around.centre,
          stars.map((star, i) => ({ ...star, found: classes[i] })),
        )
      : []),
  ];
  const written = given.out === undefined ? [] : await writeFigures(host, given.out as string, figures);
  if (given.json) {
    return toJson({
      versions: host.versions,
      run,
      temperature,
      samples: analysis.table.samples,
      ...letters,
      ...(around ? { centre: around.centre } : {}),
      ...(found.place?.region ? { level: found.place.region.level } : {}),
      ...wordJson(analysis, letters),
      super_dimers: classes.map((one, i) => ({ level: stars[i].level, nodes: stars[i].neighbours.map(({ node }) => node), ...superJson(one) })),
      places: latticeJson(lattice, letters),
      ...(written.length > 0 ? { files: written } : {}),
    });
  }
  const lines = [
    `${analysis.table.samples} configurations in ${chains} chains`,
    ...wordLines(analysis, letters),
    ...classes.flatMap((one, i) => superLines(one, starName(stars[i].level))),
    ...latticeLines(lattice),
    ...(written.length > 0 ? [`wrote ${written.join(', ')}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** The words around the other nodes that look like the centre. */
function latticeOf(found: WordSamples, { table }: WordAnalysis): WordLattice {
  const kept = table.words.filter(({ spurious }) => !spurious).map(({ word }) => word);
  const centres = (found.place?.lattice ?? []).map(({ centre: node, bonds, turn, mirrored }) => ({ node, bonds, turn, mirrored }));
  return { centres, kept, places: wordLattice({ ...found.lattice(), kept }) };
}

/** The classes of the neighbours of each star, beside their law where it is known. */
function classesOf(found: WordSamples, graph: Graph | undefined, temperature: number): SuperDimers[] {
  const neighbours = found.place?.stars.map((star) => star.neighbours) ?? [];
  const laws = graph && superLaws(graph, temperature, neighbours);
  return found.stars().map((samples, i) => superDimers({ ...samples, ...(laws ? { law: laws[i] } : {}) }));
}

/** The run's sampling with its own seed, and its lists. */
function listed(folder: string, given: Given, { options, run }: CoarsePoint): { options: SampleOptions; sites: SiteList } {
  const refuse = (expected: string, got: string, remedy: string) => new BlockspinError({ who: folder, expected, got, remedy });
  const { sites } = run.config;
  if (!sites) throw refuse('a run on a list of sites or around a centre of a graph', 'a run on windows', 'blockspin coarsen applies its filter block by block');
  if (!options) throw refuse('a run on a model, which is sampled again', 'a run on a file', 'train on a model');
  const chosen: SampleOptions = {
    ...options,
    samples: (given.samples as number | undefined) ?? SAMPLES,
    chains: (given.chains as number | undefined) ?? CHAINS,
    seed: (given.seed as number | undefined) ?? options.seed,
  };
  checkNumbers(chosen);
  chosen.model.check(chosen.settings, chosen.points, chosen.layout);
  return { options: chosen, sites };
}

function centreOf({ centre }: Given, graph: Graph, { block }: SiteList): number {
  if (centre === undefined || centre === 'auto') return blockCentre(graph, block);
  const [node, ...others] = nodesNamed(graph, centre as NodeNames);
  if (others.length === 0) return node;
  throw new BlockspinError({ setting: 'centre', expected: 'auto, or one node', got: [node, ...others].join(','), remedy: 'leave it out' });
}
