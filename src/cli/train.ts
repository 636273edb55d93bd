import { logitCount } from '../coarse/shape.ts';
import { BlockspinError } from '../core/errors.ts';
import { said } from '../core/phrase.ts';
import { T_C } from '../model/ising/options.ts';
import { SAMPLED } from '../model/models.ts';
import { withKnown } from '../report/published/known.ts';
import { capPhrases } from '../report/run/cap.ts';
import { reportFiles } from '../report/run/report.ts';
import { drawFilters, dynamics, progressLine, table } from '../report/terminal/table.ts';
import { FILTER_NAMES, filterOf } from '../store/filter_file.ts';
import { ResultsFolder, toJson } from '../store/results.ts';
import { type TrainConfig, type TrainInput, trainConfig } from '../train/config/config.ts';
import { dataDrift } from '../train/config/data.ts';
import { currentSettings } from '../train/config/former.ts';
import { filterExtents, filterShape, filterSize, isPicture } from '../train/config/geometry.ts';
import type { RunCheckpoint } from '../train/ensemble/checkpoint.ts';
import { Ensemble } from '../train/ensemble/ensemble.ts';
import { planMemory } from '../train/ensemble/memory.ts';
import type { Progress, TrainHooks } from '../train/hooks.ts';
import type { Results } from '../train/result/summary.ts';
import { train as trainRun } from '../train/train.ts';
import { deflate } from './deflate.ts';
import { foldedFor } from './fold.ts';
import { graphGiven, graphOfModel, graphSitesGiven } from './graph_model.ts';
import type { Host } from './host.ts';
import { importData, READING, warnOfDrift } from './import.ts';
import { knownGiven } from './known.ts';
import { type Given, type OptionName, trainingOptions } from './options.ts';
import { sitesGiven } from './sites.ts';
import { VERBS } from './verbs.ts';
import { wordsOf } from './words.ts';

/**
 * The main job: the 2D Ising model below, at and above its critical temperature. It is a demonstration, so every point has to converge: smaller steps than
 * the default, more of them, and validations that are precise enough to see that a curve is level.
 */
export const MAIN_JOB = {
  size: 64,
  temperature: [1.8, T_C, 3.5],
  block: 4,
  buffer: [0, 2, 4],
  shell: 2,
  components: 1,
  replicas: 3,
  steps: 1000,
  learningRate: 0.006,
  batch: 128,
  validations: 8,
} satisfies TrainInput;

/** `blockspin start`: the main job with a results folder; options given on the command line take precedence. */
export async function start(host: Host, given: Given): Promise<number> {
  const stamp = new Date().toISOString().replace(/[:T]/g, '-').slice(0, 19);
  return trainWith(
    host,
    { ...MAIN_JOB, ...trainingOptions(given) } as TrainInput,
    given,
    (given.out as string | undefined) ?? `results/${SAMPLED[0].name}-${stamp}`,
  );
}

/** `blockspin train`: one training; --out writes a results folder. */
export async function train(host: Host, options: Given): Promise<number> {
  if (options.resume !== undefined) return resume(host, options);
  const { data, given: read } = (await importData(host, options)) ?? { data: undefined, given: options };
  const graph = await graphGiven(host, read);
  const around = graph ?? graphOfModel(read);
  const listed = (around && graphSitesGiven(host, read, around)) ?? (await sitesGiven(host, read, data));
  const given = listed?.given ?? read;
  const input = { ...trainingOptions(given), ...(data ? { data } : {}), ...(graph ? { graph } : {}), ...(listed ? { sites: listed.sites } : {}) } as TrainInput;
  if (given.deflate !== undefined) return deflate(host, input, given, progressDisplay(host));
  if (given.known !== undefined) Object.assign(input, { known: await knownGiven(host, given) });
  return trainWith(host, { ...input, ...(await givenFilter(host, given, input)) }, given, given.out as string | undefined);
}

/** Options that do not change the results, and the data, which no folder holds. */
const BESIDE_RESUME: readonly string[] = ['resume', 'adapter', 'json', 'debug', 'profile', 'data', ...READING];

/** `blockspin train --resume DIR`: continues a stopped run with its own configuration. */
async function resume(host: Host, given: Given): Promise<number> {
  const other = Object.keys(given).find((name) => !BESIDE_RESUME.includes(name));
  if (other) {
    throw new BlockspinError({
      who: `--${other}`,
      expected: 'nothing beside --resume that would change the run',
      got: String(given[other as OptionName]),
      remedy: 'leave it out: the run goes on as it was started; or start another one with --out',
    });
  }
  const { folder, config, checkpoint, notes } = await ResultsFolder.resume(host.files, given.resume as string);
  for (const note of notes) host.err(`${note}\n`);
  const data = (await importData(host, given))?.data;
  checkStoredData(config.data as StoredData | undefined, data?.toJSON());
  return runIn(host, trainConfig({ ...currentSettings(config), ...(data ? { data } : {}) } as TrainInput), given, async () => folder, checkpoint);
}

/** The description of fixed data in config.json; without a checksum in the first versions. */
type StoredData = { file: string; sha256?: string };

/** @throws BlockspinError unless the data are the same as at the start of the run. */
function checkStoredData(before: StoredData | undefined, now: object | undefined): void {
  // Descriptions of version 0.1 have fewer entries.
  const known = before && now && Object.fromEntries(Object.entries(now).filter(([key]) => Object.hasOwn(before, key)));
  const described = (data: object | undefined) => data && JSON.stringify({ ...data, sha256: undefined });
  if (described(before) !== described(known ?? now)) {
    throw new BlockspinError({
      who: '--data',
      expected: before ? `the data of the run, ${described(before)}` : 'none: the run samples a model',
      got: described(now) ?? 'none',
      remedy: 'give the same file, and the options of reading it if they were given',
    });
  }
  const { sha256 } = (now ?? {}) as StoredData;
  if (!before?.sha256 || before.sha256 === sha256) return;
  throw new BlockspinError({
    who: `--data ${before.file}`,
    expected: `the samples the run was started with, SHA-256 ${before.sha256}`,
    got: `other samples, SHA-256 ${sha256}`,
    remedy: 'give the file as it was then; other samples need a run of their own, with --out',
  });
}

/** The filter of --filter, which stays frozen: only its information is estimated. */
async function givenFilter(host: Host, given: Given, input: TrainInput): Promise<Pick<TrainInput, 'filter' | 'freeze' | 'components'>> {
  if (given.filter === undefined) return {};
  const name = given.filter as string;
  // The rest of the block is checked before its weights are counted.
  const config = trainConfig(input);
  const square = isPicture(config) && filterShape(config).length === 2;
  const states = config.model.alphabet(config).kind === 'states';
  if (FILTER_NAMES.includes(name) && (states || !(square || name === 'uniform'))) {
    const expected = states ? 'a file with a weight for every state of the values' : 'uniform or a file for a block that is no rectangle of spins';
    throw new BlockspinError({ who: '--filter', expected, got: name, remedy: 'write it to a .json file' });
  }
  const [height, width] = filterExtents(config);
  const sides = square ? ([width, height] as const) : ([filterSize(config), 1] as const);
  const wanted = given.components as number | undefined;
  // A Potts component has a row for each of its states, so a single row cannot be repeated.
  const each = logitCount({ components: 1, states: config.states });
  const rows = await filterOf(host.files, name, sides, each === 1 ? wanted : undefined);
  const fits = wanted === undefined ? rows.length % each === 0 : rows.length === each * wanted;
  if (!fits) {
    const expected = `${wanted === undefined ? 'a multiple of ' : ''}${each * (wanted ?? 1)} rows of ${filterSize(config)} weights, one row for each of the ${each} states of a component of H`;
    throw new BlockspinError({ who: `--filter ${name}`, expected, got: rows.length, remedy: 'give the weights of every logit, or another --states' });
  }
  return { filter: rows.flat(), freeze: true, components: rows.length / each };
}

async function trainWith(host: Host, input: TrainInput, given: Given, out: string | undefined): Promise<number> {
  const config = trainConfig(input);
  return runIn(host, config, given, out === undefined ? undefined : () => ResultsFolder.create(host.files, out, config));
}

async function runIn(
  host: Host,
  config: TrainConfig,
  given: Given,
  openFolder: (() => Promise<ResultsFolder>) | undefined,
  checkpoint?: RunCheckpoint,
): Promise<number> {
  const device = await host.openDevice(given.adapter as string | undefined);
  try {
    const completed = (results: Results): Results => ({ ...results, summary: withKnown({ ...results.summary, versions: host.versions }) });
    let results: Results;
    let folder: ResultsFolder | undefined;
    let working = false;
    let resumable = checkpoint !== undefined;
    try {
      const hooks: TrainHooks = {
        // What does not fit the device is refused before a folder is made, so that the same --out works the next time.
        ready: async () => {
          folder = await openFolder?.();
          host.err(`adapter: ${device.adapter.name} (${device.adapter.origin}${device.adapter.software ? ', software' : ''})\n`);
          warnOfDrift(host, dataDrift(config));
          if (given.profile) await profile(host, new Ensemble(device, config, planMemory(device, config).shardSize));
          working = true;
        },
        progress: progressDisplay(host),
        signal: host.signal,
        save: async (partial) => folder?.savePartial(completed(partial)),
        checkpoint:
          openFolder &&
          (async (state) => {
            await folder?.saveCheckpoint(state);
            resumable = true;
          }),
      };
      results = completed(await trainRun(device, config, hooks, checkpoint));
    } catch (error) {
      if (working && host.terminal.interactive) host.err('\n');
      if (folder && error instanceof BlockspinError && error.partial) {
        await folder.savePartial(completed(error.partial as Results));
        const more = error.code === 'stopped' && resumable ? `; go on with npx blockspin train --resume ${folder.path}` : '';
        host.err(`what was computed so far is in ${folder.path}/partial.json${more}\n`);
      }
      throw error;
    }
    if (host.terminal.interactive) host.err('\r\x1b[K');
    if (folder) {
      // Results first: a report that cannot be drawn must not cost a result.
      await folder.saveFinal(results);
      for (const [name, content] of Object.entries(await reportFiles(results))) await folder.write(name, content);
      await folder.finish();
    }
    present(host, results, given, folder);
    return 0;
  } finally {
    device.close();
  }
}

function present(host: Host, results: Results, given: Given, folder: ResultsFolder | undefined): void {
  const show = given.json ? host.err : host.out;
  show(`\n${table(results.summary, { colour: host.terminal.colour, width: host.terminal.columns })}\n`);
  show(`\n${drawFilters(results.summary, { colour: host.terminal.colour, width: host.terminal.columns })}\n`);
  show(`\n${foldedFor(host.terminal, dynamics(results.summary))}\n`);
  for (const text of capPhrases(results.summary.points)) show(`\n${said(text, wordsOf(VERBS.train.options))}\n`);
  if (folder) show(`\nresults in ${folder.path}: report.html to read, summary.json for scripts\n`);
  if (given.json) host.out(toJson(results.summary));
}

async function profile(host: Host, ensemble: Ensemble): Promise<void> {
  try {
    await ensemble.prepare();
    ensemble.plans.training.run(1);
    await ensemble.device.idle();
    await ensemble.plans.training.profile();
    host.err(`${ensemble.plans.training}\n`);
  } finally {
    ensemble.dispose();
  }
}

/** A bar on one line of a terminal; elsewhere a plain line every ten seconds and at every new phase. */
function progressDisplay(host: Host): (progress: Progress) => void {
  const { interactive, columns, colour } = host.terminal;
  let last = -Number.POSITIVE_INFINITY;
  let phase = '';
  return (progress) => {
    const now = performance.now();
    const wait = interactive ? 100 : 10_000;
    if (now - last < wait && progress.phase === phase) return;
    last = now;
    phase = progress.phase;
    const line = progressLine({ ...progress, width: columns, colour, interactive });
    host.err(interactive ? `\r\x1b[K${line}` : `${line}\n`);
  };
}
