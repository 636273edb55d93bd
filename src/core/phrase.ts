/**
 * Sentences that name settings. The code that checks a setting knows only its key. Each interface inserts its own name for
 * it: a key of the library, an option of the command line, a key of a study.
 */

/** A setting in a sentence: its key alone, or with one value or several to choose from. */
export class SettingRef {
  constructor(
    readonly setting: string,
    readonly values: readonly unknown[] = [],
  ) {}
}

/** Text with settings in it. */
export type Phrase = string | SettingRef | readonly (string | SettingRef)[];

/** How an interface names settings. */
export interface Words {
  /** E.g. `--held-out-part`. */
  name(setting: string): string;
  /** The setting with a value, or several to choose from, e.g. `--size 64`. */
  use(setting: string, values: readonly unknown[]): string;
}

/** Names a setting in a phrase. @param values what it is to be set to; several are alternatives */
export function setting(key: string, ...values: readonly unknown[]): SettingRef {
  return new SettingRef(key, values);
}

/** A template of text and settings: phrase`use a larger ${setting('size')}`. */
export function phrase(texts: TemplateStringsArray, ...parts: readonly (Phrase | number)[]): Phrase {
  return texts.flatMap((text, i) => [text, ...(i < parts.length ? pieces(parts[i]) : [])]).filter((piece) => piece !== '');
}

/** 'a, b or c' of phrases. */
export function listed(items: readonly Phrase[], last: 'or' | 'and' = 'or'): Phrase {
  return items.flatMap((item, i) => [...(i === 0 ? [] : [i === items.length - 1 ? ` ${last} ` : ', ']), ...pieces(item)]);
}

/** The parts that are given, joined by commas. */
export function joined(...parts: readonly (Phrase | undefined)[]): Phrase {
  const there = parts.filter((part): part is Phrase => part !== undefined);
  return there.flatMap((part, i) => [...(i === 0 ? [] : [', ']), ...pieces(part)]);
}

/** The words of the library: keys and literals, as they stand in a program or a config. */
export const KEYS: Words = {
  name: (key) => key,
  use: (key, values) => `${key}: ${alternatives(values.map(literal))}`,
};

/** A phrase in the words of an interface. */
export function said(text: Phrase, words: Words): string {
  return pieces(text)
    .map((piece) => {
      if (typeof piece === 'string' || typeof piece === 'number') return String(piece);
      return piece.values.length === 0 ? words.name(piece.setting) : words.use(piece.setting, piece.values);
    })
    .join('');
}

/** A phrase with its settings under other keys. */
export function renamed(text: Phrase, rename: (key: string) => string): Phrase {
  const one = (piece: string | SettingRef) => (piece instanceof SettingRef ? new SettingRef(rename(piece.setting), piece.values) : piece);
  return typeof text === 'string' || text instanceof SettingRef ? one(text) : text.map(one);
}

/** 'a, b or c' */
export function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}

function pieces(text: Phrase | number): readonly (string | SettingRef)[] {
  if (typeof text === 'number') return [String(text)];
  return typeof text === 'string' || text instanceof SettingRef ? [text] : text;
}

function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** '1 hole', '2 holes'. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
