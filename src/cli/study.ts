/** The verbs of studies: plan, run all cells or one, show the progress. */
import { BlockspinError } from '../core/errors.ts';
import { guardReads } from '../store/files.ts';
import { toJson } from '../store/results.ts';
import { runCell, type Trainer } from '../study/cells/cell.ts';
import { StudyFolder } from '../study/cells/folder.ts';
import { studyStatus } from '../study/cells/status.ts';
import { deviceSampler } from '../study/correlator/sample.ts';
import { type StudyInput, studyConfig } from '../study/plan/config.ts';
import { studyJsonSchema } from '../study/plan/json.ts';
import type { Cell } from '../study/plan/plan.ts';
import { isPreset, PRESET_NAMES, type PresetSize, preset } from '../study/plan/presets.ts';
import { train } from '../train/train.ts';
import { correlateAll } from './correlate.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';
import { type OpenDevice, RESUMABLE, withDevice } from './study_device.ts';
import { readStudyFile } from './study_file.ts';
import { nullsAll } from './study_nulls.ts';
import { noted, openStudy } from './study_open.ts';
import { operatorsAll } from './study_operators.ts';
import { finalReport } from './study_report.ts';
import { cellLine, cellTable, StudyDisplay, statusText } from './study_show.ts';
import { wordsAll } from './study_words.ts';
import { VERBS } from './verbs.ts';
import { wordsOf } from './words.ts';

/** `blockspin study CONFIG`: plans the study, or opens it, and runs every cell that is not done. */
export async function study(host: Host, given: Given, operand?: string): Promise<number> {
  if (given.schema) {
    host.out(`${JSON.stringify(studyJsonSchema(), undefined, 2)}\n`);
    return 0;
  }
  const folder = await folderOf(host, given, operand);
  if (!folder) return 0;
  host.err(`${folder.path}: ${folder.plan.cells.length} cells\n`);
  return withDevice(host, given, (open) => runAll(host, given, folder, open));
}

/** The requested study: of a config, or a folder that is planned; none where only the config was requested. */
async function folderOf(host: Host, given: Given, operand: string | undefined): Promise<StudyFolder | undefined> {
  if (operand !== undefined && !isPreset(operand) && !given.print && (await guardReads(host.files).find(`${operand}/study.json`))) {
    return openStudy(host, operand);
  }
  const input = await inputOf(host, given, operand);
  if (!given.print) return planIn(host, given, input);
  studyConfig(input);
  host.out(toJson(input));
  return undefined;
}

/** `blockspin plan CONFIG --out DIR`: writes the store and lists the cells. */
export async function plan(host: Host, given: Given, operand?: string): Promise<number> {
  const folder = await planIn(host, given, await inputOf(host, given, operand));
  const { cells } = folder.plan;
  const show = given.json ? host.err : host.out;
  show(
    `${cellTable(folder.plan)}\n${folder.path}: ${cells.length} cells, 0 to ${cells.length - 1}; run each with npx blockspin cell ${folder.path} --index N\n`,
  );
  if (given.json)
    host.out(
      toJson({
        folder: folder.path,
        cells: cells.map(({ index, values, firstRun, runs, seed }) => ({ index, values: spelled(values), firstRun, runs, seed })),
      }),
    );
  return 0;
}

/** `blockspin cell DIR --index N`: one cell, for a job array. */
export async function cell(host: Host, given: Given, operand = '.'): Promise<number> {
  const folder = await openStudy(host, operand);
  if (given.index === undefined) {
    throw new BlockspinError({
      who: '--index',
      expected: 'the number of a cell',
      got: 'nothing',
      remedy: `write for example --index 0; there are ${folder.plan.cells.length} cells`,
    });
  }
  const wanted = folder.cell(given.index as number);
  return withDevice(host, given, async (open) => {
    const outcome = await attempt(host, given, folder, wanted, trainerOf(open), new StudyDisplay(host, folder));
    host.out(given.json ? toJson({ index: wanted.index, outcome }) : `${statusText(folder, await studyStatus(folder))}\n`);
    return outcome === 'failed' ? 1 : outcome === 'stopped' || outcome === 'locked' ? RESUMABLE : 0;
  });
}

/** `blockspin status DIR` */
export async function status(host: Host, given: Given, operand = '.'): Promise<number> {
  const folder = await openStudy(host, operand);
  const report = await studyStatus(folder);
  const { cells, seconds, adapter } = report;
  host.out(given.json ? toJson({ cells, seconds, adapter }) : `${statusText(folder, report)}\n`);
  // On stderr, so that scripts that read the object see it, too.
  for (const damage of report.damaged) host.err(`${damage.inWords(wordsOf(VERBS.status.options))}\n`);
  return report.damaged.length > 0 ? 1 : 0;
}

/** The requested config: of a preset, or of a file. */
async function inputOf(host: Host, given: Given, operand: string | undefined): Promise<StudyInput> {
  if (operand === undefined) {
    throw new BlockspinError({
      who: 'command line',
      expected: 'a config file or a preset behind the verb',
      got: 'nothing',
      remedy: `write for example npx blockspin study ${PRESET_NAMES[0]} --quick --out results/first`,
    });
  }
  const size = sizeOf(given);
  if (isPreset(operand)) return preset(operand, size);
  if (size !== 'full')
    throw new BlockspinError({ who: `--${size}`, expected: 'a preset, which has that size', got: operand, remedy: 'leave it out, or write a smaller config' });
  return readStudyFile(host.files, operand);
}

function sizeOf({ small, quick }: Given): PresetSize {
  if (small && quick) throw new BlockspinError({ who: '--small', expected: 'one size', got: '--small and --quick', remedy: 'leave one of them out' });
  return small ? 'small' : quick ? 'quick' : 'full';
}

function planIn(host: Host, given: Given, input: StudyInput): Promise<StudyFolder> {
  const out = (given.out as string | undefined) ?? `results/${input.name ?? 'study'}`;
  return StudyFolder.plan(host.files, out, input, host.owner, { versions: host.versions, commit: host.commit() }).then((folder) => noted(host, folder));
}

const trainerOf = (open: OpenDevice) => async (): Promise<Trainer> => {
  const opened = await open();
  return { ...deviceSampler(opened), train: (input, hooks, resume) => train(opened, input, hooks, resume) };
};

type Ended = 'done' | 'already done' | 'failed' | 'locked' | 'stopped';

/** One cell, with messages for the user on stderr. */
async function attempt(host: Host, given: Given, folder: StudyFolder, one: Cell, open: () => Promise<Trainer>, display: StudyDisplay): Promise<Ended> {
  const say = (text: string) => display.say(text);
  display.begin(one);
  try {
    const hooks = { signal: host.signal, progress: display.progress, note: say, retry: given.retry === true };
    const ended = await runCell(folder, one, open, { versions: host.versions, commit: host.commit() }, hooks);
    const line = cellLine(folder.plan, one);
    if (ended.outcome === 'locked') {
      const { host: where, pid, since } = ended.holder;
      say(`${line}: another process (${pid} on ${where}, since ${since}) works on this cell; nothing to do here`);
    } else if (ended.outcome === 'failed') say(`${line}: failed: ${ended.failure.reason}; --retry runs it again`);
    else if (ended.outcome === 'done') say(`${line}: done in ${(ended.record.seconds.total ?? 0).toFixed(1)} s`);
    display.end(ended.outcome);
    return ended.outcome;
  } catch (error) {
    if (!(error instanceof BlockspinError) || error.code !== 'stopped') throw error;
    say(`${cellLine(folder.plan, one)}: stopped, and can go on where it was: start the same command again`);
    return 'stopped';
  }
}

/** All cells in their order. Cells locked by other processes are skipped. */
async function runAll(host: Host, given: Given, folder: StudyFolder, open: OpenDevice): Promise<number> {
  const display = new StudyDisplay(host, folder);
  await display.count();
  const ended = new Map<Cell, Ended>();
  // Cells locked by other processes are tried again: their process may have finished or stopped.
  for (let wanted = folder.plan.cells, before = -1; wanted.length > 0 && wanted.length !== before && !host.signal.aborted; ) {
    before = wanted.length;
    for (const one of wanted) {
      ended.set(one, await attempt(host, given, folder, one, trainerOf(open), display));
      if (ended.get(one) === 'stopped') break;
    }
    wanted = wanted.filter((one) => ended.get(one) === 'locked');
  }
  const stopped = [...ended.values()].includes('stopped');
  const correlators = stopped ? RESUMABLE : await correlateAll(host, folder, open);
  const operators = stopped ? RESUMABLE : await operatorsAll(host, folder, open);
  const words = stopped ? RESUMABLE : await wordsAll(host, folder, open);
  const nulls = stopped ? RESUMABLE : await nullsAll(host, folder, trainerOf(open));
  if (!stopped && !host.signal.aborted) await finalReport(host, folder);
  const report = await studyStatus(folder);
  const { cells, seconds, adapter } = report;
  (given.json ? host.err : host.out)(`${statusText(folder, report)}\n`);
  if (given.json) host.out(toJson({ cells, seconds, adapter }));
  if ([...ended.values()].includes('failed')) return 1;
  return cells.done === cells.total ? Math.max(correlators, operators, words, nulls) : RESUMABLE;
}

/** JSON has no infinity. */
function spelled(values: Cell['values']): Record<string, number | string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === Number.POSITIVE_INFINITY ? 'inf' : value]));
}
