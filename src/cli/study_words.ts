/** The words of a study: sampled as the last part of `study`, and shown by `blockspin words`. */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import type { Figure } from '../report/draw/figure.ts';
import { wordFigure } from '../report/words/figures.ts';
import { superJson, wordJson } from '../report/words/json.ts';
import { starName, superLines, wordLines } from '../report/words/text.ts';
import type { Graph } from '../space/graph/graph.ts';
import { toJson } from '../store/results.ts';
import type { StudyFolder } from '../study/cells/folder.ts';
import { readStudy } from '../study/cells/read.ts';
import { deviceSampler } from '../study/correlator/sample.ts';
import { type WordsPlan, wordsPlans } from '../study/words/plan.ts';
import { type PointWords, readWords, type WordsRecord } from '../study/words/record.ts';
import { runWords, type WordsOutcome } from '../study/words/run.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';
import { type OpenDevice, RESUMABLE } from './study_device.ts';
import { openStudy } from './study_open.ts';
import { stageAttempt } from './study_show.ts';
import { superLaws } from './super_law.ts';
import { starFigures, writeFigures } from './word_figures.ts';

/** All words of a study whose cells are done; after a signal no further ones are begun. @returns exit code */
export async function wordsAll(host: Host, folder: StudyFolder, open: OpenDevice): Promise<number> {
  let code = 0;
  for (const plan of wordsPlans(folder.config)) {
    const ended = host.signal.aborted ? undefined : await attempt(host, folder, plan, open);
    if (ended?.outcome !== 'already done') host.err(`words: ${ended ? said(ended) : 'stopped; the same command begins them anew'}\n`);
    if (!ended || ended.outcome === 'waiting' || ended.outcome === 'locked') code = RESUMABLE;
  }
  return code;
}

function attempt(host: Host, folder: StudyFolder, plan: WordsPlan, open: OpenDevice): Promise<WordsOutcome | undefined> {
  return stageAttempt(host, 'words', (tools) => runWords(folder, plan, { ...tools, open: async () => deviceSampler(await open()), law: superLaws }));
}

function said(ended: WordsOutcome): string {
  if (ended.outcome === 'locked') return `another process (${ended.holder.pid} on ${ended.holder.host}) samples them; nothing to do here`;
  if ('reason' in ended) return ended.reason;
  const { points, sampling, seconds } = ended.record;
  return `those of ${points.length} filters on ${sampling.chains * sampling.measurements} configurations; ${seconds.toFixed(1)} s`;
}

/**
 * `blockspin words STUDY`: what is stored of the words at one point of a study, by default the one with the most information.
 * @returns exit code
 */
export async function wordsOfStudy(host: Host, given: Given, operand: string): Promise<number> {
  const refused = (['chains', 'samples', 'seed', 'centre'] as const).find((name) => given[name] !== undefined);
  if (refused) {
    const remedy = phrase`leave it out: the words of a study are sampled with it; a training takes ${setting(refused)}`;
    throw new BlockspinError({ setting: refused, expected: 'the folder of a training', got: 'that of a study', remedy });
  }
  const folder = await openStudy(host, operand);
  const plans = wordsPlans(folder.config);
  if (plans.length === 0) {
    const remedy = 'train on the edges of a graph around a node, with a linear filter without bias';
    throw new BlockspinError({ who: operand, expected: 'a study whose filters have words on a graph', got: 'another', remedy });
  }
  const { record, point, information } = await richest(folder, plans, given);
  const letters = { components: point.components, states: point.states };
  const stars = record.stars.map(({ level, neighbours, found }) => ({ level, nodes: neighbours.map(({ node }) => node), ...superJson(found) }));
  const { temperature, centre } = record;
  const files = given.out === undefined ? [] : await writeFigures(host, given.out as string, figuresOf(folder, record, point));
  const at = { components: point.components, buffer: point.buffer, run: point.run };
  if (given.json) {
    const words = { ...letters, centre, ...wordJson(point.found, letters), super_dimers: stars };
    host.out(toJson({ versions: host.versions, study: operand, temperature, ...at, information, ...words, ...(files.length > 0 ? { files } : {}) }));
    return 0;
  }
  const lines = [
    `${operand}: ${point.components} components, buffer ${point.buffer}, run ${point.run}, ${information.mean.toFixed(4)} nats; ${point.found.table.samples} configurations`,
    ...wordLines(point.found, letters),
    ...record.stars.flatMap(({ level, found }) => superLines(found, starName(level))),
    ...(files.length > 0 ? [`wrote ${files.join(', ')}`] : []),
  ];
  host.out(`${lines.join('\n')}\n`);
  return 0;
}

/** The stored point with the most information out of those that --temperature and --buffer choose. */
async function richest(folder: StudyFolder, plans: readonly WordsPlan[], given: Given) {
  const wanted = (of: unknown, value: number) => of === undefined || [of].flat().includes(value);
  const found = await Promise.all(
    plans
      .filter(({ temperature }) => wanted(given.temperature, temperature))
      .map(async (plan) => {
        const data = await readStudy(folder, plan.setting);
        const record = await readWords(folder, plan, data);
        if (!record) return [];
        const { axes, points } = data;
        const t = axes.temperature.indexOf(plan.temperature);
        const informationOf = ({ components, buffer }: PointWords) => points[axes.components.indexOf(components)][t][axes.buffer.indexOf(buffer)].information;
        return record.points.filter(({ buffer }) => wanted(given.buffer, buffer)).map((point) => ({ record, point, information: informationOf(point) }));
      }),
  );
  const all = found.flat();
  if (all.length > 0) return all.reduce((best, one) => (one.information.mean > best.information.mean ? one : best));
  const remedy = `blockspin study ${folder.path} samples them once its cells are done`;
  throw new BlockspinError({ who: folder.path, expected: 'words at such a point of the study', got: 'none', remedy });
}

function figuresOf({ config }: StudyFolder, { centre, stars }: WordsRecord, point: PointWords): Figure[] {
  const graph = config.train.graph as Graph;
  return [wordFigure(point.found, point), ...starFigures(graph, centre, stars)];
}
