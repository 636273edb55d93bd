/**
 * Files that vouch for themselves: near its beginning a file holds the SHA-256 of all its bytes, computed with zeros in the place of the
 * digits. Whoever reads the file does the same and compares.
 */
import { checksum } from '../core/checksum.ts';

const MARK = 'blockspin-sha256:';
const DIGITS = 64;
/** The mark of a file stands within so many bytes. */
const HEAD = 1024;

/** What a writer puts under a key near the beginning of a file, for `seal` to fill in. */
export const OPEN_SEAL = MARK + '0'.repeat(DIGITS);

/** Fills in the seal of a file, in place. */
export async function seal(bytes: Uint8Array): Promise<Uint8Array> {
  const at = digitsAt(bytes);
  if (at === undefined) throw new Error('internal: a file without a place for its seal');
  bytes.set(new TextEncoder().encode(await checksum(bytes)), at);
  return bytes;
}

/** Whether a file is as it was written; 'none' where it has no seal, as files of version 0.1. */
export async function sealOf(bytes: Uint8Array): Promise<'whole' | 'damaged' | 'none'> {
  const at = digitsAt(bytes);
  if (at === undefined) return 'none';
  const digits = Uint8Array.from(bytes.subarray(at, at + DIGITS));
  // In place: a checkpoint can be too large to be copied for this.
  bytes.fill(0x30, at, at + DIGITS);
  try {
    return (await checksum(bytes)) === new TextDecoder('latin1').decode(digits) ? 'whole' : 'damaged';
  } finally {
    bytes.set(digits, at);
  }
}

function digitsAt(bytes: Uint8Array): number | undefined {
  const found = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD)).indexOf(MARK);
  const at = found + MARK.length;
  return found < 0 || at + DIGITS > bytes.length ? undefined : at;
}
