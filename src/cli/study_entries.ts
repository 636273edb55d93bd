/** Verbs for the entries of a list in a study's config, correlators or tables of operators: all of them, or one by its place. */
import { BlockspinError } from '../core/errors.ts';
import { toJson } from '../store/results.ts';
import type { StudyFolder } from '../study/cells/folder.ts';
import type { StudyConfig } from '../study/plan/schema.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';
import { type OpenDevice, RESUMABLE, withDevice } from './study_device.ts';
import { openStudy } from './study_open.ts';

/** What became of an entry. */
interface Outcome {
  readonly outcome: string;
}

/** A list of entries: their plans P, and how their ends E are said. */
interface Entries<P extends { readonly index: number }, E extends Outcome> {
  /** The key of the list in a config, and in JSON. */
  readonly list: string;
  /** One of them, in the words of an error. */
  readonly one: string;
  readonly plansOf: (config: StudyConfig) => readonly P[];
  /** Undefined after a signal. */
  readonly attempt: (host: Host, folder: StudyFolder, plan: P, open: OpenDevice) => Promise<E | undefined>;
  readonly said: (plan: P, ended: E | Stopped) => string;
  readonly asJson: (ended: E | Stopped) => object;
}

/** The end of an entry after a signal. */
export interface Stopped {
  readonly outcome: 'stopped';
}

/** All entries of a study, or the one at --index. @returns exit code */
export async function someEntries<P extends { readonly index: number }, E extends Outcome>(
  host: Host,
  given: Given,
  operand: string,
  entries: Entries<P, E>,
): Promise<number> {
  const folder = await openStudy(host, operand);
  const plans = entries.plansOf(folder.config);
  if (plans.length === 0) {
    throw new BlockspinError({
      who: `${operand}/study.json`,
      expected: `a study with ${entries.list}`,
      got: 'none',
      remedy: `add a list of ${entries.list} to its config and plan it again into this folder: cells that are done are kept`,
    });
  }
  const wanted = given.index === undefined ? plans : [planAt(plans, given.index as number, entries.one)];
  return withDevice(host, given, async (open) => {
    const ended = await runAll(host, folder, wanted, open, entries);
    if (given.json) host.out(toJson({ [entries.list]: ended.map((one, i) => ({ index: wanted[i].index, ...entries.asJson(one) })) }));
    else for (const [i, one] of ended.entries()) host.out(`${entries.said(wanted[i], one)}\n`);
    return codeOf(ended);
  });
}

/** All entries of a study whose cells are done, as a part of `study`. @returns exit code */
export async function allEntries<P extends { readonly index: number }, E extends Outcome>(
  host: Host,
  folder: StudyFolder,
  open: OpenDevice,
  entries: Entries<P, E>,
): Promise<number> {
  const plans = entries.plansOf(folder.config);
  const ended = await runAll(host, folder, plans, open, entries);
  for (const [i, one] of ended.entries()) if (one.outcome !== 'already done') host.err(`${entries.said(plans[i], one)}\n`);
  return codeOf(ended);
}

/** One after another; after a signal no further one is begun. */
async function runAll<P extends { readonly index: number }, E extends Outcome>(
  host: Host,
  folder: StudyFolder,
  plans: readonly P[],
  open: OpenDevice,
  { attempt }: Entries<P, E>,
): Promise<(E | Stopped)[]> {
  const ended: (E | Stopped)[] = [];
  for (const plan of plans) ended.push((host.signal.aborted ? undefined : await attempt(host, folder, plan, open)) ?? { outcome: 'stopped' });
  return ended;
}

function planAt<P>(plans: readonly P[], index: number, one: string): P {
  const plan = plans[index];
  if (plan) return plan;
  const expected = `the place of a ${one} in the config, 0 to ${plans.length - 1}`;
  throw new BlockspinError({ who: '--index', expected, got: index, remedy: 'leave it out for all of them' });
}

function codeOf(ended: readonly Outcome[]): number {
  if (ended.some(({ outcome }) => outcome === 'failed')) return 1;
  return ended.every(({ outcome }) => outcome === 'done' || outcome === 'already done') ? 0 : RESUMABLE;
}
