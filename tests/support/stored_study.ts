/** Studies in files of memory that are planned and run whole, for tests of what is stored. */
import * as assert from 'uvu/assert';
import { BlockspinError } from '../../src/core/errors.ts';
import { type CellHooks, type Outcome, runCell, type Trainer } from '../../src/study/cells/cell.ts';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import type { StudyInput } from '../../src/study/plan/config.ts';
import { MemoryFiles, ORIGIN, pretender, SMALL_STUDY, someOwner } from './study.ts';

/** The process that plans and runs studies in tests. */
export const owner = someOwner(1, [1]);

/** A study planned in files of memory. */
export const planned = (files: MemoryFiles, input: StudyInput = SMALL_STUDY) => StudyFolder.plan(files, 'study', input, owner, ORIGIN);

/** Runs all cells of a study, one after another. @returns what became of each */
export async function runAll(folder: StudyFolder, trainer: Trainer = pretender(), hooks: CellHooks = {}): Promise<Outcome['outcome'][]> {
  const outcomes: Outcome['outcome'][] = [];
  for (const cell of folder.plan.cells) outcomes.push((await runCell(folder, cell, async () => trainer, ORIGIN, hooks)).outcome);
  return outcomes;
}

/** A study whose cells are all done. */
export async function done(input?: StudyInput): Promise<{ files: MemoryFiles; folder: StudyFolder }> {
  const files = new MemoryFiles();
  const folder = await planned(files, input);
  assert.equal(
    await runAll(folder),
    folder.plan.cells.map(() => 'done'),
  );
  return { files, folder };
}

/** Fails unless the action throws a BlockspinError with such a message. */
export async function refused(action: () => Promise<unknown>, message: RegExp): Promise<void> {
  try {
    await action();
  } catch (error) {
    assert.instance(error, BlockspinError);
    assert.match((error as Error).message, message);
    return;
  }
  assert.unreachable(`nothing like ${message}`);
}

/** Chunks of a store by name: all that results are made of. */
export const chunks = ({ content }: MemoryFiles) => new Map([...content].filter(([name]) => /\/c\.[\d.]+$/.test(name)));
