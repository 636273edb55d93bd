/** FILE.json beside a file of configurations: what cannot be seen from the file, by the names of options. */
import { BlockspinError, nearest } from '../core/errors.ts';
import { setting } from '../core/phrase.ts';
import { shown } from './encoding.ts';
import type { Files } from './files.ts';
import { parseJson } from './json.ts';

/** Options that a side-car may hold. `about` is for people. */
const SIDE_CAR_KEYS = [
  'axes',
  'shape',
  'boundary',
  'lattice',
  'alphabet',
  'period',
  'missing',
  'key',
  'select',
  'temperature',
  'symmetry',
  'harmonics',
  'about',
] as const;
/** Values by option. */
export type SideCar = Partial<Record<(typeof SIDE_CAR_KEYS)[number], unknown>>;

/** The path of the side-car of a file. */
export function sideCarOf(path: string): string {
  return `${path}.json`;
}

/**
 * Writes the side-car of a new file.
 * @throws BlockspinError where there is one already
 */
export async function writeSideCar(files: Files, path: string, content: SideCar): Promise<void> {
  if (await files.claim(sideCarOf(path), `${JSON.stringify(content)}\n`)) return;
  throw sideCarTaken(path);
}

/** @throws BlockspinError where a file that is to be written has a side-car already, which would be taken for its own */
export async function refuseSideCar(files: Files, path: string): Promise<void> {
  if ((await files.find(sideCarOf(path))) !== undefined) throw sideCarTaken(path);
}

function sideCarTaken(path: string): BlockspinError {
  const remedy = 'choose another name, or remove that file';
  return new BlockspinError({
    setting: setting('out', path),
    expected: `no ${sideCarOf(path)}, which says how the file is to be read`,
    got: 'one',
    remedy,
    code: 'store',
  });
}

/**
 * Reads the side-car of a file; empty where there is none.
 * @throws BlockspinError for what is no JSON object, and for other keys
 */
export async function readSideCar(files: Files, path: string): Promise<SideCar> {
  const name = sideCarOf(path);
  const bytes = await files.find(name);
  if (bytes === undefined) return {};
  const wrong = (expected: string, got: string, remedy: string) => new BlockspinError({ who: name, expected, got, remedy });
  let value: unknown;
  try {
    value = parseJson(bytes);
  } catch (error) {
    throw wrong('JSON', shown((error as Error).message.split('\n')[0], 160), 'mend the file, or remove it');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw wrong('an object of options', shown(JSON.stringify(value)), 'write { "boundary": "open" }');
  const keys: readonly string[] = SIDE_CAR_KEYS;
  const other = Object.keys(value).find((key) => !keys.includes(key));
  if (other === undefined) return value;
  const near = nearest(other, keys);
  throw wrong(`keys out of ${keys.join(', ')}`, shown(other), near ? `did you mean ${near}?` : 'leave it out');
}
