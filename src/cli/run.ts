import { BlockspinError, nearest } from '../core/errors.ts';
import { doctor } from './doctor.ts';
import { help } from './help.ts';
import type { Host } from './host.ts';
import { OPTIONS, type OptionName, readOptions } from './options.ts';
import { sample } from './sample.ts';
import { start, train } from './train.ts';
import { VERBS, type VerbName } from './verbs.ts';

const ACTIONS = { start, train, sample, doctor };

/** Exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped by Ctrl-C. */
export async function run(host: Host): Promise<number> {
  try {
    return await dispatch(host);
  } catch (error) {
    const known = error instanceof BlockspinError;
    if (host.words.includes('--debug') || !known) host.err(`${(error as Error).stack ?? String(error)}\n`);
    else host.err(`blockspin: ${error.message}\n`);
    if (!known) return 1;
    return error.code === 'usage' ? 2 : error.code === 'stopped' ? 130 : 1;
  }
}

async function dispatch(host: Host): Promise<number> {
  const verb = host.words.find((word) => !word.startsWith('-'));
  if (verb === undefined || !(verb in VERBS)) return withoutVerb(host, verb);
  const name = verb as VerbName;
  const { verbs, given } = readOptions(host, VERBS[name].options);
  if (verbs.length > 1) {
    throw new BlockspinError({ who: 'command line', expected: 'one verb and options', got: verbs.slice(1).join(' '), remedy: `see blockspin ${name} --help` });
  }
  if (given.help) host.out(help(name));
  else if (given.version) host.out(versions(host));
  else return ACTIONS[name](host, given);
  return 0;
}

function withoutVerb(host: Host, word: string | undefined): number {
  if (word !== undefined && word !== 'help') {
    const near = nearest(word, Object.keys(VERBS));
    throw new BlockspinError({
      who: 'command line',
      expected: `a verb out of ${Object.keys(VERBS).join(', ')}`,
      got: word,
      remedy: near ? `did you mean ${near}?` : 'see blockspin --help',
    });
  }
  const { given } = readOptions(host, Object.keys(OPTIONS) as OptionName[]);
  host.out(given.version ? versions(host) : help());
  return given.help || given.version || word === 'help' ? 0 : 2;
}

function versions(host: Host): string {
  return `${Object.entries(host.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join('\n')}\n`;
}
