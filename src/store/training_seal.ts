/** SHA-256 of what a training stores, beside it: its results are read by scripts, which expect nothing but results in them. */
import { sha256 } from '../core/checksum.ts';
import type { Files } from './files.ts';
import { OPEN_SEAL, seal, sealOf } from './seal.ts';

/** The file of the checksums. It holds its own, too. */
export const CHECKSUMS = 'checksums.json';

/** SHA-256 by the name of a file. */
type Checksums = Readonly<Record<string, string>>;

/** JSON as the bytes of a file, with the SHA-256 of all of them as its first entry. @param print writes the JSON */
export function sealedJson(value: object, print: (value: object) => string): Promise<Uint8Array> {
  return seal(new TextEncoder().encode(print({ seal: OPEN_SEAL, ...value })));
}

/** The file of the checksums. @param contents by name */
export async function checksumsFile(contents: Readonly<Record<string, string>>, print: (value: object) => string): Promise<Uint8Array> {
  const sums: Record<string, string> = {};
  for (const [name, text] of Object.entries(contents)) sums[name] = await sha256(new TextEncoder().encode(text));
  return sealedJson(sums, print);
}

/** What the checksums of a folder say. */
interface Checked {
  /** Whether there are checksums; version 0.1 wrote none. */
  sealed: boolean;
  /** Names of files that are missing or not as they were written, that of the checksums included. */
  damaged: string[];
}

/** Compares all files of a folder that have checksums there. */
export async function checkSums(files: Files, path: string): Promise<Checked> {
  const bytes = await files.find(`${path}/${CHECKSUMS}`);
  if (!bytes) return { sealed: false, damaged: [] };
  if ((await sealOf(bytes)) !== 'whole') return { sealed: true, damaged: [CHECKSUMS] };
  const { seal: _, ...sums } = JSON.parse(new TextDecoder().decode(bytes)) as Checksums;
  const damaged: string[] = [];
  for (const [name, sum] of Object.entries(sums)) {
    const content = await files.find(`${path}/${name}`);
    if (!content || (await sha256(content)) !== sum) damaged.push(name);
  }
  return { sealed: true, damaged };
}
