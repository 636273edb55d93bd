/** Checks the record of a model that a library user wrote. */
import { BlockspinError, nearest } from '../core/errors.ts';

/** The kind of a field of a record; `?` where it may be left out. */
export type FieldKind = 'text' | 'function' | 'list' | 'object' | 'function?' | 'list?' | 'object?' | 'text?';

const IS: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string' && value !== '',
  function: (value) => typeof value === 'function',
  list: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};
const NOUN: Readonly<Record<string, string>> = { text: 'a word', function: 'a function', list: 'a list', object: 'an object' };

type Fields = Readonly<Record<string, unknown>>;

/**
 * @param fields the fields of a record, by name
 * @throws BlockspinError naming a field that is missing, of another kind, unknown, or in conflict with others
 */
export function checkRecord(record: Fields, fields: Readonly<Record<string, FieldKind>>): void {
  const who = `model ${typeof record.name === 'string' && record.name !== '' ? record.name : 'without a name'}`;
  const wrong = (expected: string, got: unknown, remedy: string) => new BlockspinError({ who, expected, got, remedy });
  for (const [field, kind] of Object.entries(fields)) {
    const value = record[field];
    if (kind.endsWith('?') && value === undefined) continue;
    const name = kind.replace('?', '');
    if (IS[name](value)) continue;
    throw wrong(`${NOUN[name]} in ${field}`, value === undefined ? 'nothing' : kindOf(value), 'docs/own-model.md says what belongs there');
  }
  const unknown = Object.keys(record).find((field) => !Object.hasOwn(fields, field));
  if (unknown !== undefined) {
    const near = nearest(unknown, Object.keys(fields));
    throw wrong('fields that models have', unknown, near ? `did you mean ${near}?` : 'leave it out');
  }
  checkKeys(record, wrong);
  for (const [name, one] of Object.entries(record.watched as Fields)) {
    const { label, of } = (one ?? {}) as Fields;
    if (typeof label !== 'string' || typeof of !== 'function') throw wrong(`a label and a function of in watched.${name}`, kindOf(one), 'give both');
  }
}

/** Fields that name settings, and lists that must not be empty. */
function checkKeys(record: Fields, wrong: (expected: string, got: unknown, remedy: string) => BlockspinError): void {
  const keys = Object.keys(record.settings as object);
  const { key } = record.control as Fields;
  const named = [
    ['control.key', key],
    ...(record.axes as unknown[]).map((axis) => ['axes', axis]),
    ...((record.views ?? []) as unknown[]).map((view) => ['views', view]),
    ...((record.moves as unknown[]).length > 1 ? [['several moves', 'algorithm']] : []),
  ] as const;
  for (const [field, name] of named) {
    if (!keys.includes(name as string)) throw wrong(`one of its settings ${keys.join(', ')} for ${field}`, String(name), 'add its schema to settings');
  }
  for (const field of ['moves', 'layouts'] as const) {
    if ((record[field] as unknown[]).length === 0) throw wrong(`at least one of ${field}`, 'none', 'the first one is the default');
  }
  if (Object.keys(record.watched as object).length === 0) throw wrong('at least one observable in watched', 'none', 'name one that chains forget slowly');
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return `a value of type ${typeof value}`;
}
