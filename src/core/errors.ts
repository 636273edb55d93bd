import { joined, KEYS, type Phrase, renamed, SettingRef, said, type Words } from './phrase.ts';

/** What went wrong, for scripts that want to tell the cases apart. */
export type ErrorCode = 'usage' | 'adapter' | 'device' | 'shader' | 'memory' | 'store' | 'diverged' | 'unreached' | 'stopped' | 'internal';

/** The parts of an error message. */
export interface ErrorParts {
  /** The part of the program, the place or the file that reports the error. */
  who?: Phrase | undefined;
  /** The key of the wrong setting, or a reference with its value. At least one of `who` and `setting` is given. */
  setting?: string | SettingRef;
  /** What is allowed. */
  expected: Phrase;
  /** The value that was found; a reference where it is the value of another setting. */
  got: unknown;
  /** What to do about it. */
  remedy: Phrase;
  code?: ErrorCode;
}

/**
 * The one error class: who, what was expected, what came, what to do. `message` names settings by their keys, for users of
 * the library; `inWords` says the same in the words of another place, such as the command line.
 */
export class BlockspinError extends Error {
  readonly code: ErrorCode;
  readonly parts: Readonly<ErrorParts>;
  /** What was finished before the error, where some of it can be kept. */
  declare partial?: unknown;

  constructor(parts: ErrorParts) {
    super(sentence(parts, KEYS));
    this.name = 'BlockspinError';
    this.code = parts.code ?? 'usage';
    this.parts = parts;
  }

  /** The message in the words of a place. */
  inWords(words: Words): string {
    return sentence(this.parts, words);
  }

  /**
   * The same error for a caller that has the settings under other keys: a study says `train.size` for `size`.
   * @param rename from a key here to the key there
   * @param place put at the beginning of the message
   */
  of(rename: (key: string) => string, place?: string): BlockspinError {
    const { who, setting, expected, got, remedy } = this.parts;
    const moved = new BlockspinError({
      ...this.parts,
      who: joined(place, who && renamed(who, rename)),
      ...(setting === undefined ? {} : { setting: renamed(reference(setting), rename) as SettingRef }),
      expected: renamed(expected, rename),
      got: got instanceof SettingRef ? renamed(got, rename) : got,
      remedy: renamed(remedy, rename),
    });
    if (this.stack) moved.stack = this.stack.replace(this.message, () => moved.message);
    if (this.partial !== undefined) moved.partial = this.partial;
    if (this.cause !== undefined) moved.cause = this.cause;
    return moved;
  }
}

/** A defect of blockspin itself rather than of its input. */
export function internal(message: string): Error {
  return new Error(`internal: ${message}; please report this as a bug`);
}

const reference = (setting: string | SettingRef) => (typeof setting === 'string' ? new SettingRef(setting) : setting);

function sentence({ who, setting, expected, got, remedy }: ErrorParts, words: Words): string {
  const text = `${said(joined(who, setting && reference(setting)), words)}: expected ${said(expected, words)}, got ${show(got, words)}; ${said(remedy, words)}`;
  return text.replace(UNPRINTABLE, '?');
}

/** Characters that a terminal would obey: keys, names and values in a message come from files of anybody. Ends of lines and tabs may stay. */
const UNPRINTABLE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

function show(value: unknown, words: Words): string {
  if (value instanceof SettingRef) return said(value, words);
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return JSON.stringify(value) ?? String(value);
}

/**
 * The candidate nearest to a mistyped word (edit distance at most half its length), or undefined. Among equally near candidates
 * the one with the longest common beginning wins, because most typing errors are near the end of a word.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const most = Math.floor(word.length / 2);
  const judged = candidates.map((candidate) => ({ candidate, distance: editDistance(word, candidate), begin: beginningOf(word, candidate) }));
  const near = judged.filter(({ distance }) => distance <= most);
  return near.sort((a, b) => a.distance - b.distance || b.begin - a.begin)[0]?.candidate;
}

/** Letters that two words have in common at their beginnings. */
function beginningOf(a: string, b: string): number {
  const other = [...a].findIndex((letter, i) => letter !== b[i]);
  return other < 0 ? a.length : other;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, previous[j] + 1, row[j - 1] + 1));
    }
    previous = row;
  }
  return previous[b.length];
}
