import { sha256Now } from './sha256.ts';

/** Of more bytes Web Crypto is faster. */
const FEW = 4096;
/** Bytes that are hashed in one call: hosts refuse arrays of 2 GiB and more. */
const PART = 2 ** 28;

/** SHA-256 of bytes, in hexadecimal digits; of many bytes computed by Web Crypto, which Node and browsers have. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  if (bytes.length <= FEW) return sha256Now(bytes);
  // Web Crypto refuses shared memory; a slice is a copy that is not shared.
  const own = bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice();
  const digest = await crypto.subtle.digest('SHA-256', own as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * A checksum of any number of bytes. Up to one part it is their SHA-256; beyond that, the SHA-256 of the checksums of the parts.
 * @param part bytes of a part
 */
export async function checksum(bytes: Uint8Array, part = PART): Promise<string> {
  if (bytes.length <= part) return sha256(bytes);
  const sums: string[] = [];
  for (let at = 0; at < bytes.length; at += part) sums.push(await sha256(bytes.subarray(at, at + part)));
  return sha256(new TextEncoder().encode(sums.join('')));
}
