import { BlockspinError, nearest } from '../core/errors.ts';
import { CONTROLS } from '../model/models.ts';
import { currentNames } from '../train/config/former.ts';
import { GENERAL } from './general_options.ts';
import { type OptionSpec, optionOf, type SettingOption, settingOptions } from './setting_options.ts';

/** The result of Node's parseArgs, which another host may provide instead. */
export interface ParsedWords {
  values: Record<string, string | boolean | undefined>;
  positionals: string[];
}

/** The words of a command line, and the host's function that parses them. */
export interface CommandLine {
  readonly words: readonly string[];
  parse(words: readonly string[], options: Record<string, { type: 'string' | 'boolean' }>): ParsedWords;
}

export type OptionName = keyof typeof GENERAL | SettingOption;

/** Every option of every verb: those of models follow the lattice side and the temperature, those of trainings precede the files of data. */
export const OPTIONS: Readonly<Record<OptionName, OptionSpec>> = ordered(GENERAL);

function ordered(general: typeof GENERAL): Record<OptionName, OptionSpec> {
  const { models, others } = settingOptions(Object.keys(general));
  const entries: [string, OptionSpec][] = Object.entries(general).flatMap(([name, spec]): [string, OptionSpec][] => [
    ...(name === 'boundary' ? models : name === 'data' ? others : []),
    [name, spec],
  ]);
  return Object.fromEntries(entries) as Record<OptionName, OptionSpec>;
}

/** The library's key for the setting of an option. */
export function settingOf(name: OptionName): string {
  return keyOf(name) ?? keyNamed(name);
}

const keyNamed = (name: string) => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The setting that an option sets, if any. */
export function keyOf(name: OptionName): string | undefined {
  return OPTIONS[name].key;
}

/** The options given, converted to numbers and lists. */
export type Given = Partial<Record<OptionName, string | boolean | number | (string | number)[]>>;

/**
 * Reads the words of a command line.
 * @param lists options that take one number for other verbs and a list here, whose entries may be inf
 * @throws BlockspinError for an unknown option (with the nearest known one), a missing or malformed value
 */
export function readOptions(host: CommandLine, allowed: readonly OptionName[], lists: readonly OptionName[] = []): { verbs: string[]; given: Given } {
  checkNames(host.words, allowed);
  const table = Object.fromEntries(
    Object.entries(OPTIONS).map(([name, spec]) => [name, { type: spec.kind === 'flag' ? ('boolean' as const) : ('string' as const) }]),
  );
  let parsed: ParsedWords;
  try {
    parsed = host.parse(
      joinNegative(host.words).map((word) => (word === '-h' ? '--help' : word)),
      table,
    );
  } catch (error) {
    throw new BlockspinError({
      who: 'command line',
      expected: 'options with their values',
      got: (error as Error).message.split('\n')[0],
      remedy: 'see blockspin --help',
    });
  }
  const given: Given = {};
  for (const [name, value] of Object.entries(parsed.values)) {
    if (value !== undefined) given[name as OptionName] = convert(name as OptionName, value, lists.includes(name as OptionName));
  }
  return { verbs: parsed.positionals, given };
}

/** `--coupling -1`: a value that starts with a minus sign is attached to its option before parsing. */
function joinNegative(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    if (/^-[\d.]/.test(word) && before?.startsWith('--') && !before.includes('=')) joined[joined.length - 1] = `${before}=${word}`;
    else joined.push(word);
  }
  return joined;
}

function checkNames(words: readonly string[], allowed: readonly OptionName[]): void {
  const before = new Set<string>();
  for (const word of words) {
    const match = /^--([^=]+)/.exec(word);
    if (!match) {
      if (/^-[a-zA-Z]/.test(word) && word !== '-h') throw unknown(word, allowed);
      continue;
    }
    if (!allowed.includes(match[1] as OptionName)) throw unknown(`--${match[1]}`, allowed);
    if (before.has(match[1])) throw twice(match[1] as OptionName);
    before.add(match[1]);
  }
}

/** Which of two values counts is a convention that differs from program to program. */
function twice(name: OptionName): BlockspinError {
  const { kind } = OPTIONS[name];
  const list = kind === 'numbers' || kind === 'nodes' || kind === 'words' || name === 'buffer';
  const remedy = list ? `leave one out; several values are one list: --${name} ${kind === 'words' ? 'open,periodic' : '1,2'}` : 'leave one of them out';
  return new BlockspinError({ who: `--${name}`, expected: 'each option once', got: `--${name} twice`, remedy });
}

function unknown(word: string, allowed: readonly OptionName[]): BlockspinError {
  const name = word.replace(/^-+/, '');
  const successors = currentNames(keyNamed(name)).map(optionOf) as readonly string[];
  const now = successors.find((option) => (allowed as readonly string[]).includes(option));
  const near = nearest(name, allowed);
  return new BlockspinError({
    who: 'command line',
    expected: `one of ${allowed.map((option) => `--${option}`).join(' ')}`,
    got: word,
    remedy: now ? `use --${now}, as it is called now` : near ? `did you mean --${near}?` : 'see blockspin --help',
  });
}

function convert(name: OptionName, value: string | boolean, list: boolean): string | boolean | number | (string | number)[] {
  const { kind } = OPTIONS[name];
  if (typeof value === 'boolean' || kind === 'text') return value;
  // A label of a graph may hold anything, commas too.
  if (kind === 'nodes' && !value.split(',').every((part) => DECIMAL.test(part.trim()))) return value;
  if (kind === 'words') return value.split(',').map((word) => word.trim());
  if (kind === 'lengths' && !list) return lengthsOf(name, value);
  if (kind === 'number' && !list) return toNumber(name, value);
  return value.split(',').map((part) => toNumber(name, part, true));
}

/** What is written between the lengths of the axes, where a comma is between several values. */
const BY_AXIS = /^\d+(x\d+)+$/;

/** A length or several: 2, 2,2,1, 2x2x1, or a word, which the setting itself checks. */
function lengthsOf(name: OptionName, value: string): string | number | (string | number)[] {
  const all = value.split(',').map((part) => {
    const text = part.trim();
    return BY_AXIS.test(text) || (/^[a-z]+$/i.test(text) && !value.includes(',')) ? text : toNumber(name, text, true);
  });
  return all.length === 1 ? all[0] : all;
}

/** Example values for messages, where 2 would be no valid one. */
const EXAMPLES: Partial<Record<OptionName, string>> = { temperature: '1.8,2.27', correlation: '0.5', error: '0.001' };

/** Not what JavaScript takes besides: 0x10, 0b1, and nothing at all for 0. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function toNumber(name: OptionName, text: string, list = false): number {
  const trimmed = text.trim();
  const infinite = CONTROLS.some(({ key, infinite: allowed }) => allowed && OPTIONS[name].key === key) || (name === 'size' && list);
  if (infinite && /^inf(inity)?$/i.test(trimmed)) return Number.POSITIVE_INFINITY;
  const number = DECIMAL.test(trimmed) ? Number(trimmed) : Number.NaN;
  if (!Number.isFinite(number)) {
    const numbers = list ? 'decimal numbers separated by commas' : 'a decimal number';
    throw new BlockspinError({
      who: `--${name}`,
      expected: infinite ? `${numbers}, or inf` : numbers,
      got: text === '' ? 'nothing' : text,
      remedy: `write for example --${name} ${EXAMPLES[name] ?? 2}`,
    });
  }
  return number;
}

/** The part of the given options that belongs to the training configuration, under its keys. */
export function trainingOptions(given: Given): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const spec = OPTIONS[name as OptionName];
    // With data it says how they are read.
    if (name === 'shape' && given.data !== undefined) continue;
    if (spec.key) config[spec.key] = value;
  }
  return config;
}
