import { checkStopped } from '../core/async.ts';
import { BlockspinError, nearest } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { bench } from './bench.ts';
import { coarsen } from './coarsen.ts';
import { correlate } from './correlate.ts';
import { data } from './data.ts';
import { Delivery } from './deliver.ts';
import { doctor } from './doctor.ts';
import { exact } from './exact.ts';
import { folded } from './fold.ts';
import { graph } from './graph.ts';
import { help } from './help.ts';
import type { Host } from './host.ts';
import { infer } from './infer.ts';
import { type Given, OPTIONS, type OptionName, readOptions } from './options.ts';
import { words } from './run_words.ts';
import { sample } from './sample.ts';
import { cell, plan, status, study } from './study.ts';
import { exportVerb } from './study_export.ts';
import { operators } from './study_operators.ts';
import { report } from './study_report.ts';
import { start, train } from './train.ts';
import { VERBS, type Verb, type VerbName } from './verbs.ts';
import { wordsOf } from './words.ts';

const ACTIONS: Record<VerbName, (host: Host, given: Given, operand?: string) => Promise<number>> = {
  start,
  train,
  sample,
  data,
  graph,
  coarsen,
  words,
  infer,
  exact,
  study,
  plan,
  cell,
  correlate,
  operators,
  status,
  report,
  export: exportVerb,
  doctor,
  bench,
};

/** Exit codes: 0 done, 1 failed, 2 wrong usage, 75 stopped and resumable (cells of a study), 130 stopped by Ctrl-C. */
export async function run(host: Host): Promise<number> {
  const delivery = new Delivery(host);
  const code = await attempt(delivery.host);
  const problem = await delivery.problem(verbOf(host));
  if (problem) host.err(`blockspin: ${problem.message}\n`);
  return code === 0 && problem ? 1 : code;
}

async function attempt(host: Host): Promise<number> {
  try {
    return await dispatch(host);
  } catch (thrown) {
    const error = explained(thrown);
    const known = error instanceof BlockspinError;
    const hint = known ? '' : '; this is a defect of blockspin: run again with --debug and report what it prints';
    const verb = verbOf(host);
    const message = known ? error.inWords(wordsOf(verb && VERBS[verb].options)) : error.message;
    host.err(`blockspin: ${message}${hint}\n`);
    if (host.words.includes('--debug')) host.err(`${error.stack}\n`);
    if (!known) return 1;
    return error.code === 'usage' ? 2 : error.code === 'stopped' ? 130 : 1;
  }
}

/** What the system refuses is no defect of the program, whichever part of it asked. */
const REFUSALS: Record<string, string> = {
  EMFILE: 'allow more open files, for example with ulimit -n 1024',
  ENFILE: 'close other programs: the whole system has no room for open files',
  ENOMEM: 'give the process more memory',
  ENOSPC: 'free some space',
  EDQUOT: 'free some space within your quota',
  EROFS: 'choose another place',
  EACCES: 'choose another place, or change its permissions',
  EPERM: 'choose another place, or change its permissions',
  EIO: 'check the disk',
  ESTALE: 'check the network file system',
};

/** What the errors of a system say beside their message. */
interface SystemError extends Error {
  code?: string;
  path?: string;
  syscall?: string;
}

function refusal(thrown: unknown): BlockspinError | undefined {
  const { code, message, path, syscall } = thrown as SystemError;
  if (!code || !syscall || !Object.hasOwn(REFUSALS, code)) return undefined;
  return new BlockspinError({ who: path ?? syscall, expected: `the system to allow ${syscall}`, got: message, remedy: REFUSALS[code], code: 'store' });
}

/** An array larger than the engine allows is reported as too large a request, whichever part of the program allocated it. */
function explained(thrown: unknown): Error {
  const refused = refusal(thrown);
  if (refused) return refused;
  if (!(thrown instanceof RangeError) || !/array length|allocation failed|out of memory/i.test(thrown.message))
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  const remedy = phrase`use fewer ${setting('chains')} or ${setting('replicas')}, or a smaller ${setting('size')} or ${setting('batch')}`;
  const error = new BlockspinError({ who: 'memory', expected: 'arrays that fit the memory of this machine', got: thrown.message, remedy, code: 'memory' });
  error.stack = thrown.stack;
  return error;
}

/** The first word that is neither an option nor its value. */
function firstWord(host: Host): string | undefined {
  return host.words.find((word, i) => !word.startsWith('-') && !takesValue(host.words[i - 1]));
}

function verbOf(host: Host): VerbName | undefined {
  const word = firstWord(host);
  return word !== undefined && Object.hasOwn(VERBS, word) ? (word as VerbName) : undefined;
}

async function dispatch(host: Host): Promise<number> {
  const name = verbOf(host);
  if (name === undefined) return withoutVerb(host, firstWord(host));
  const { verbs, given } = readOptions(host, VERBS[name].options, (VERBS[name] as Verb).lists);
  const { operand } = VERBS[name] as Verb;
  if (verbs.length > (operand ? 2 : 1)) {
    throw new BlockspinError({
      who: 'command line',
      expected: operand ? `one ${operand} and options` : 'one verb and options',
      got: verbs.slice(1).join(' '),
      remedy: `see blockspin ${name} --help`,
    });
  }
  // From here on a signal is for the verb, which may keep what it has.
  if ((VERBS[name] as Verb).stops) checkStopped(host.signal);
  if (given.help) host.out(folded(help(name), host.terminal.columns));
  else if (given.version) host.out(versions(host));
  else return ACTIONS[name](host, given, verbs[1]);
  return 0;
}

/** Whether the next word is its value, as in `--size 8`. */
function takesValue(word: string | undefined): boolean {
  const name = word?.startsWith('--') ? word.slice(2) : '';
  return Object.hasOwn(OPTIONS, name) && OPTIONS[name as OptionName].kind !== 'flag';
}

function withoutVerb(host: Host, word: string | undefined): number {
  const { given } = word === undefined || word === 'help' ? readOptions(host, Object.keys(OPTIONS) as OptionName[]) : { given: {} as Given };
  const asked = given.help || given.version || word === 'help';
  if (!asked && host.words.length > 0) {
    const near = word && nearest(word, Object.keys(VERBS));
    throw new BlockspinError({
      who: 'command line',
      expected: `a verb out of ${Object.keys(VERBS).join(', ')}`,
      got: word ?? 'options alone',
      remedy: near ? `did you mean ${near}?` : 'see blockspin --help',
    });
  }
  // stdout is for requested output: a script that forgot the verb must not read the help as its data.
  (asked ? host.out : host.err)(given.version ? versions(host) : folded(help(), host.terminal.columns));
  return asked ? 0 : 2;
}

function versions(host: Host): string {
  return `${Object.entries(host.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join('\n')}\n`;
}
