/** SHA-256 against published digests, on both sides of the length beyond which Web Crypto computes it. */
import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checksum, sha256 } from '../../src/core/checksum.ts';
import { sha256Now } from '../../src/core/sha256.ts';

test('the examples of FIPS 180-2, appendix B', () => {
  const digest = (text: string) => sha256Now(new TextEncoder().encode(text));
  assert.is(digest('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  assert.is(digest('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'), '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1');
  assert.is(digest(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  assert.is(digest('a'.repeat(1_000_000)), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
});

test('every length of padding, and both ways of computing it', async () => {
  for (const length of [...Array.from({ length: 200 }, (_, i) => i), 4095, 4096, 4097, 10_000]) {
    const bytes = Uint8Array.from({ length: length + 3 }, (_, i) => (i * 73) ^ (length >> 3)).subarray(3);
    const expected = createHash('sha256').update(bytes).digest('hex');
    assert.is(sha256Now(bytes), expected, `${length} bytes at once`);
    assert.is(await sha256(bytes), expected, `${length} bytes`);
    assert.is(await checksum(bytes), expected, `${length} bytes in one part`);
  }
});

test.run();
