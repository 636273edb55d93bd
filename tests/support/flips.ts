/**
 * Single bits of stored files, turned over one at a time. After each the program either refuses the file by its name and says which command
 * mends it, or its outputs are those of before, bit for bit; and the command mends it.
 */
import { createHash } from 'node:crypto';
import * as assert from 'uvu/assert';
import { BlockspinError } from '../../src/core/errors.ts';
import { type CellHooks, runCell, type Trainer } from '../../src/study/cells/cell.ts';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { readStudy } from '../../src/study/cells/read.ts';
import { encode } from '../../src/study/cells/record.ts';
import { studyStatus } from '../../src/study/cells/status.ts';
import { correlatorPlans } from '../../src/study/correlator/plan.ts';
import { readCorrelators } from '../../src/study/correlator/record.ts';
import { runCorrelator } from '../../src/study/correlator/run.ts';
import type { StudyInput } from '../../src/study/plan/config.ts';
import type { RunCheckpoint } from '../../src/train/ensemble/checkpoint.ts';
import { UNIFORM } from './correlator_entries.ts';
import { exported, MemoryFiles, madeUp, ORIGIN, pretender, SMALL_STUDY, someOwner } from './study.ts';

const owner = someOwner(1, [1]);
/** The trainings of this cell diverge, and one of them is stopped. */
const [FAILING, STOPPED] = [2, 3];
/** A command that mends something. */
const COMMAND = /blockspin (plan|study|cell|correlate|train)\b/;

/** What became of many flips. */
export interface Flips {
  flips: number;
  /** Refused by name, with the command. */
  refused: number;
  /** All outputs are as before. */
  harmless: number;
  /** Files that were struck. */
  files: number;
}

const CONFIG: StudyInput = { ...SMALL_STUDY, correlators: [UNIFORM] };

/** A checkpoint of a training that was stopped in its middle. */
export function someCheckpoint(): RunCheckpoint {
  const data = Float32Array.from({ length: 24 }, (_, i) => Math.sin(i));
  return {
    arrays: {
      weights: { dtype: 'f32', shape: [2, 12], data },
      'chains.spins': { dtype: 'u32', shape: [8], data: Uint32Array.from({ length: 8 }, (_, i) => (i * 2654435761) >>> 0) },
    },
    position: {
      phase: 'training',
      done: { warming: 0, training: 10, refining: 0, validating: 0, evaluating: 0 } as never,
      validated: { warming: 0, training: 0, refining: 0 } as never,
      autocorrelation: [],
      seconds: { total: 1 },
    },
  };
}

const fault = (code: 'diverged' | 'stopped') => new BlockspinError({ who: 'training', expected: 'finite', got: 'NaN', remedy: 'a smaller rate', code });

/** Trains as `pretender`; one cell diverges, and one goes on from its checkpoint if it has one. */
function trainerOf(folder: StudyFolder, stop: boolean, resumed: unknown[] = []): Trainer {
  const seedOf = (index: number) => folder.plan.cells[index].seed;
  return {
    ...pretender(),
    async train(input, hooks, resume) {
      if (resume) resumed.push(resume);
      if (input.seed === seedOf(FAILING)) throw fault('diverged');
      if (stop && input.seed === seedOf(STOPPED)) {
        await hooks.checkpoint?.(someCheckpoint());
        throw fault('stopped');
      }
      return madeUp(input);
    },
  };
}

async function runAll(folder: StudyFolder, trainer: Trainer, hooks: CellHooks = {}): Promise<void> {
  for (const cell of folder.plan.cells) {
    await runCell(folder, cell, async () => trainer, ORIGIN, hooks).catch((error) => {
      if (error.code !== 'stopped') throw error;
    });
  }
}

async function correlate(folder: StudyFolder): Promise<void> {
  for (const plan of correlatorPlans(folder.config)) await runCorrelator(folder, plan, async () => pretender(), ORIGIN);
}

/** Two cells done, one failed, one stopped with a checkpoint, a correlator. */
export async function studyToFlip(): Promise<MemoryFiles> {
  const files = new MemoryFiles();
  const folder = await StudyFolder.plan(files, 'study', CONFIG, owner, ORIGIN);
  await runAll(folder, trainerOf(folder, true));
  await correlate(folder);
  return files;
}

/** Everything that can be got out of a folder without computing. */
async function outputs(files: MemoryFiles): Promise<string> {
  const folder = await StudyFolder.open(files, 'study', owner);
  const status = await studyStatus(folder);
  if (status.damaged.length > 0) throw status.damaged[0];
  const said: unknown[] = [folder.plan, folder.notes, status, await readStudy(folder), await readCorrelators(folder)];
  const hash = createHash('sha256').update(encode(said));
  for (const format of ['npy', 'csv'] as const) for (const bytes of Object.values(await exported(folder, format, 'x'))) hash.update(bytes);
  return hash.digest('hex');
}

/** The same of a study that was run to its end, without times; and what `done` says in the store itself. */
async function results(files: MemoryFiles): Promise<string> {
  const folder = await StudyFolder.open(files, 'study', owner);
  const { provenance: _, ...data } = await readStudy(folder);
  const { cells, damaged } = await studyStatus(folder);
  const correlators = (await readCorrelators(folder)).map(({ values, fit }) => [values, fit]);
  const store = [...files.content].filter(([name]) => name.startsWith('study/study.zarr/')).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash('sha256').update(encode([data, cells, damaged, correlators]));
  for (const [name, bytes] of store) hash.update(name).update(bytes);
  return hash.digest('hex');
}

export function copyOf(files: MemoryFiles): MemoryFiles {
  const copy = new MemoryFiles();
  for (const [name, bytes] of files.content) copy.content.set(name, bytes);
  copy.takeFolders(files);
  return copy;
}

/** A place in a folder: every file as often as any other, every bit of it as often as any other. */
export function* places(files: MemoryFiles, count: number, seed: number): Generator<{ name: string; at: number; bit: number }> {
  const names = [...files.content.keys()].sort();
  let state = seed >>> 0;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let i = 0; i < count; i++) {
    const name = names[i % names.length];
    yield { name, at: next((files.content.get(name) as Uint8Array).length), bit: next(8) };
  }
}

export function flip(files: MemoryFiles, { name, at, bit }: { name: string; at: number; bit: number }): MemoryFiles {
  const struck = copyOf(files);
  struck.content.set(
    name,
    (files.content.get(name) as Uint8Array).map((byte, i) => (i === at ? byte ^ (1 << bit) : byte)),
  );
  return struck;
}

/** Whether an action refuses a file as it should; anything but a refusal is thrown on. */
export async function refusal(action: () => Promise<unknown>, name: string, place: string): Promise<boolean> {
  try {
    await action();
    return false;
  } catch (error) {
    assert.instance(error, BlockspinError, `${place}: ${(error as Error).stack}`);
    const { message } = error as Error;
    assert.ok(message.includes(name) && COMMAND.test(message), `${place}: ${message}`);
    assert.not.match(message, /defect|internal/);
    return true;
  }
}

/** Turns bits of a study over, each of them in a copy of its own. */
export async function flipStudy(count: number, seed: number): Promise<Flips> {
  const whole = await studyToFlip();
  const [before, finished] = [await outputs(whole), copyOf(whole)];
  const resumed: unknown[] = [];
  const mend = async (files: MemoryFiles, replan: boolean, notes: string[], from: unknown[]) => {
    const note = (text: string) => notes.push(text);
    const folder = replan ? await StudyFolder.plan(files, 'study', CONFIG, owner, ORIGIN) : await StudyFolder.open(files, 'study', owner);
    notes.push(...folder.notes);
    await runAll(folder, trainerOf(folder, false, from), { note });
    await correlate(folder);
  };
  await mend(finished, false, [], resumed);
  const after = await results(finished);
  const found: Flips = { flips: 0, refused: 0, harmless: 0, files: new Set(whole.content.keys()).size };
  for (const struck of places(whole, count, seed)) {
    const place = `flip ${found.flips++}, ${struck.name} byte ${struck.at} bit ${struck.bit}`;
    const files = flip(whole, struck);
    let got = '';
    const refused = await refusal(async () => (got = await outputs(files)), struck.name, place);
    found[refused ? 'refused' : 'harmless'] += 1;
    if (!refused) assert.is(got, before, `${place}: other outputs, and nothing was said`);
    const [notes, from]: [string[], unknown[]] = [[], []];
    await mend(files, refused && struck.name === 'study/study.json', notes, from);
    if (refused && !struck.name.includes('correlators'))
      assert.ok(
        notes.some((text) => text.includes(struck.name)),
        `${place}: mended in silence`,
      );
    assert.is(await results(files), after, `${place}: not mended`);
    const anew = notes.some((text) => text.includes(struck.name) && /starts anew/.test(text));
    if (!anew) assert.is(encode(from), encode(resumed), `${place}: goes on from something else`);
  }
  return found;
}
