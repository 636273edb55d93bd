/** Parts of a study that are computed as a whole beside its cells, each into one sealed file: `<part>/<index>-<hash>.json` of the study's folder. */
import { sha256 } from '../../core/checksum.ts';
import { type Holder, Lock } from '../../store/lock.ts';
import type { StudyFolder } from './folder.ts';
import { decodeSealed, encode, encodeSealed } from './record.ts';

/** The names of parts, which are those of their folders. */
type PartName = 'words' | 'nulls' | 'operators' | 'deflation' | 'correlators';

/** Digits of a hash in a file name. */
const DIGITS = 12;

/** The outcome of an attempt. */
export type Once<T> = { outcome: 'done' | 'already done'; record: T } | { outcome: 'locked'; holder: Holder };

/** The folder of a part. */
const partFolder = ({ path }: Pick<StudyFolder, 'path'>, part: PartName): string => `${path}/${part}`;

/** What a file is named after: digits of the SHA-256 of everything that decides what it holds. */
export async function identityOf(value: unknown): Promise<string> {
  return (await hashOf(value)).slice(0, DIGITS);
}

/** 52 bits of a hash. */
export async function seedFrom(value: unknown): Promise<number> {
  return Number.parseInt((await hashOf(value)).slice(0, 13), 16);
}

const hashOf = (value: unknown) => sha256(new TextEncoder().encode(encode(value)));

/** What names a record. */
interface Identity {
  readonly part: PartName;
  readonly index: number;
  readonly hash: string;
  /** Whether it must have a checksum; those of version 0.1 have none. Default true. */
  readonly sealed?: boolean;
}

/**
 * Computes and writes the record of a hash, unless it is there as it was written. One process at a time does so.
 * @param compute called with the lock taken; what it throws leaves no file
 */
export async function once<T extends object>(folder: StudyFolder, identity: Identity, compute: () => Promise<T>): Promise<Once<T>> {
  const { part, index, hash } = identity;
  const known = await recordOf<T>(folder, identity);
  if (known) return { outcome: 'already done', record: known };
  const path = partFolder(folder, part);
  await folder.files.makeFolder(path);
  const lock = await Lock.take(folder.files, `${path}/${hash}.lock`, folder.owner);
  if (!(lock instanceof Lock)) return { outcome: 'locked', holder: lock };
  try {
    // Another process may have finished between the look and the lock.
    const before = await recordOf<T>(folder, identity);
    if (before) return { outcome: 'already done', record: before };
    await sweep(folder, path, hash);
    const record = await compute();
    await lock.confirm();
    await folder.files.write(`${path}/${index}-${hash}.json`, await encodeSealed(record));
    return { outcome: 'done', record };
  } finally {
    await lock.release();
  }
}

/**
 * All records of a part.
 * @throws BlockspinError for one that is not as it was written
 */
export async function recordsOf<T extends object>(folder: StudyFolder, part: PartName): Promise<T[]> {
  const names = (await namesIn(folder, part)).filter((name) => name.endsWith('.json'));
  return (await Promise.all(names.map((name) => decode<T>(folder, part, name)))).flatMap((record) => record ?? []);
}

/** The last of some records. */
export function lastOf<T extends { readonly finished: string }>(records: readonly T[]): T | undefined {
  return records.reduce<T | undefined>((last, record) => (last && last.finished > record.finished ? last : record), undefined);
}

const namesIn = async (folder: StudyFolder, part: PartName) => (await folder.files.list(partFolder(folder, part))) ?? [];

async function decode<T extends object>(folder: StudyFolder, part: PartName, name: string): Promise<T | undefined> {
  const path = `${partFolder(folder, part)}/${name}`;
  return decodeSealed<T>(await folder.files.find(path), { path, remedy: `remove it; blockspin study ${folder.path} computes it again`, sealed: true });
}

/** A record that is not as it was written is as good as none; one that cannot be read is not. */
async function recordOf<T extends object>(folder: StudyFolder, { part, hash, sealed = true }: Identity): Promise<T | undefined> {
  const name = (await namesIn(folder, part)).find((file) => file.endsWith(`-${hash}.json`));
  if (name === undefined) return undefined;
  const path = `${partFolder(folder, part)}/${name}`;
  const bytes = await folder.files.find(path);
  return decodeSealed<T>(bytes, { path, remedy: 'remove it', sealed }).catch(() => undefined);
}

/** Leftovers of killed processes. */
async function sweep(folder: StudyFolder, path: string, hash: string): Promise<void> {
  for (const name of (await folder.files.list(path)) ?? [])
    if (name.includes(`${hash}.`) && /\.(tmp|takeover)$/.test(name)) await folder.files.remove(`${path}/${name}`);
}
