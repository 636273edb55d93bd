/** Text as people's programs write it: UTF-8, or UTF-16 with a byte order mark, as Windows PowerShell 5.1 redirects it. */

/** Bytes that are decoded at once: a file may be longer than the longest string. */
const PIECE = 2 ** 20;

/**
 * A text file as UTF-8 without a byte order mark.
 * @param bytes UTF-8 with or without a mark, or UTF-16 of either byte order with one
 */
export function asUtf8(bytes: Uint8Array): Uint8Array {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return bytes.subarray(3);
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
  if (encoding === undefined) return bytes;
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) {
    const last = at + PIECE >= bytes.length;
    pieces.push(encoder.encode(decoder.decode(bytes.subarray(at, at + PIECE), { stream: !last })));
  }
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let to = 0;
  for (const piece of pieces) {
    whole.set(piece, to);
    to += piece.length;
  }
  return whole;
}

/** A text file as a string. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(asUtf8(bytes));
}

/** What came, for a message: without characters that a terminal would obey, and not longer than a line. */
export function shown(text: string, most = 40): string {
  const printable = text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '?');
  return printable.length > most ? `${printable.slice(0, most - 3)}...` : printable;
}
