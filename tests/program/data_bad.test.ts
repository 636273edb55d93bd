import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatNpy } from '../../src/store/npy.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder, messages, stackLines } from '../support/program.ts';
import { spins } from '../support/random.ts';

test.after(closeDevice);

const npy = (
  shape: number[],
  data = spins(
    1,
    shape.reduce((a, b) => a * b, 1),
  ),
) => formatNpy({ shape, data });

interface Case {
  words: string;
  message: RegExp;
  code?: number;
}

const CASES: Case[] = [
  {
    words: 'train --data wrong-shape.npy',
    message:
      /^blockspin: wrong-shape\.npy: expected an array that can be read in one way, got shape \(64, 1, 6\), which can be read in 2; say which: --axes n\.x: 64 samples of a chain of 6/,
  },
  {
    words: 'train --data alphabet.npy',
    message:
      /alphabet\.npy: expected to know what more than sixteen values.*, got the values 0 to 16; say what they are: --alphabet real, angle, count or ordinal/,
  },
  {
    words: 'train --data nan.npy',
    message: /nan\.npy: expected finite numbers.*got NaN in 1 of 1024 values, the first at index \[1, 2, 3\]; use --missing nan/,
  },
  { words: 'train --data truncated.npy', message: /truncated\.npy: expected 1024 bytes .*, got 1000; the file is truncated/ },
  { words: 'sample --data truncated.npy', message: /got 1000; the file is truncated/ },
  { words: 'train --data few.npy', message: /few\.npy: expected at least 64 samples.*got 63 of shape \(4, 4\); / },
  { words: 'train --data chains.npy --axes nx --boundary periodic --shell 5', message: /window: expected .*size = 16, got 4 \+ 2 \(2 \+ 5\) = 18; use/ },
  { words: 'train --data good.npy --sites sites.json', message: /--sites: expected whole numbers from 0 to 15 in environment.*, got 16; count/ },
  { words: 'train --data good.npy --sites words.json', message: /--sites words\.json: expected a list of numbers in block, got "a"; write/ },
  {
    words: 'train --data good.npy --sites keys.json',
    message: /--sites keys\.json: expected an object with the keys block and environment, perhaps positions and edges, and no other, got .*; write/,
  },
  { words: 'train --data good.npy --sites broken.json', message: /--sites broken\.json: expected JSON, got .*; write/ },
  {
    words: 'train --data good.npy --sites sites.json --buffer 1',
    message: /--buffer: expected nothing, since --sites lists block and environment, got \[?1\]?; leave/,
  },
  { words: 'train --data nosuch.npy', message: /--data nosuch\.npy: expected a file that can be read, got ENOENT.*; check the path/ },
  { words: 'sample --data folder.npy', message: /--data folder\.npy: expected a file that can be read, got EISDIR/ },
  { words: 'train --data spins.mat', message: /--data: expected .*\.npy.*got spins\.mat; .*numpy\.save/ },
  { words: 'train --data row.txt', message: /row\.txt, line 2: expected 4 values as in line 1.*got 3; / },
  { words: 'train --data good.npy --shape 0', message: /--shape: expected the shape of one configuration.*got 0/ },
  {
    words: 'train --data good.npy --boundary open --block 2 --batch 1000',
    message: /--batch: expected at most 32, the samples to train on, got 1000; use --batch 32/,
  },
  {
    words: 'train --data good.npy --boundary open --block 2 --evaluation-batch 64',
    message: /--evaluation-batch: expected at most 32, the samples held out, got 64; use --evaluation-batch 32/,
  },
  { words: 'train --data good.npy --chains 64', message: /--chains: expected nothing, since the samples of good\.npy are fixed, got 64/ },
  { words: 'train --data good.npy --boundary open,shut', message: /--boundary: expected .*periodic.*open.*, got shut; / },
  {
    words: 'sample --data good.npy --boundary open,open,open',
    message:
      /--boundary: expected one boundary for all axes, or 2 for good\.npy, whose axes are y x and sides 4 x 4, got open,open,open; use for example --boundary open,open/,
  },
  {
    words: 'train --data good.npy --boundary open --sites five.json',
    message: /--boundary: expected nothing, since --sites lists block and environment, got open; leave/,
  },
  {
    words: 'train --data good.npy --block 2',
    message: /--boundary: expected whether the axes of good\.npy, y x with 4 x 4 sites, are periodic or open, got nothing; say --boundary periodic where/,
  },
  {
    words: 'sample --data flat.npy',
    message:
      /flat\.npy: .*shape \(64, 64\), which can be read in 3; say which: --shape 8,8: 64 samples of a lattice of 8 x 8; --axes nx: .*; --axes tx: one trajectory/,
  },
  { words: 'sample --data cube.npy', message: /cube\.npy: .*can be read in 3; say which: --axes nzyx: .*; --axes nyxc: .*; --axes ncyx: / },
  {
    words: 'sample --data slab.npy',
    message: /slab\.npy: .*can be read in 2; say which: --axes nzyx: a lattice of 6 x 6 x 4; --axes nyxc: a lattice of 6 x 6 with 4 values at each site/,
  },
  { words: 'sample --data last.npy', message: /last\.npy: .*say which: --axes yxn: 100 samples of 4 x 4, along the last axis/ },
  { words: 'train --boundary open', message: /--boundary: expected data that go with it, got \["open"\]; give --data/ },
  { words: 'sample --size 4 --boundary open', message: /--boundary: expected one of periodic, got open/ },
  { words: 'train --held-out-part 0.5', message: /--held-out-part: expected data/ },
  { words: 'train --model data', message: /--model: expected data that go with it, got none; give --data, or leave it out/ },
  { words: 'sample --data good.npy --error 0.1', message: /--error: expected nothing, since data are fixed, got 0\.1/ },
  { words: 'sample --data good.npy --limit 5', message: /--limit: expected nothing, since data are fixed, got 5/ },
  { words: 'sample --data good.npy --size 8', message: /--size: expected nothing, since data are fixed, got 8/ },
  { words: 'sample --shape 4,4', message: /--shape: expected a file/ },
  { words: 'sample --temperature 2,3', message: /--temperature: expected one temperature for the file of --out, got 2,3/ },
  { words: 'sample --data good.npy --out good.npy', message: /--out good\.npy: expected the name of a new file.*got a file or folder of that name; /, code: 1 },
  { words: 'sample --size 4 --out good.npy', message: /--out good\.npy: expected the name of a new file/, code: 1 },
  { words: 'sample --data good.npy --out spins.txt', message: /--out: expected .*\.npy or \.npz, got spins\.txt; write for example --out samples\.npy/ },
  { words: 'sample --size 4 --out good.npy/below.npy', message: /--out good\.npy\/below\.npy: expected .*can be written, got E/, code: 1 },
  // Found only after the file was begun: what was begun is taken back.
  { words: 'sample --size 4 --adapter nosuch --out out.npy', message: /adapter called/, code: 1 },
];

test('what is wrong is said once, and nothing is left half written', async () => {
  await inFolder(async (cwd) => {
    const place = (name: string, content: Uint8Array | string) => writeFileSync(join(cwd, name), content);
    const nan = Float64Array.from(spins(3, 1024));
    nan[1 * 16 + 2 * 4 + 3] = Number.NaN;
    place('good.npy', npy([96, 4, 4]));
    place('flat.npy', npy([64, 64]));
    place('cube.npy', npy([64, 3, 3, 3]));
    place('slab.npy', npy([64, 6, 6, 4]));
    place('last.npy', npy([4, 4, 100]));
    place('sites.json', '{ "block": [0, 1], "environment": [15, 16] }');
    place('five.json', '{ "block": [0, 1], "environment": [5] }');
    place('words.json', '{ "block": ["a"], "environment": [5] }');
    place('keys.json', '{ "visible": [1], "environment": [5] }');
    place('broken.json', '{ "block": [1');
    place('wrong-shape.npy', npy([64, 1, 6]));
    place(
      'alphabet.npy',
      npy(
        [64, 4, 4],
        Int8Array.from({ length: 1024 }, (_, i) => i % 17),
      ),
    );
    place('nan.npy', formatNpy({ shape: [64, 4, 4], data: nan }));
    place('truncated.npy', npy([64, 4, 4]).slice(0, -24));
    place('few.npy', npy([63, 4, 4]));
    place('chains.npy', npy([96, 16]));
    place('row.txt', '1 1 1 1\n1 1 1\n');
    mkdirSync(join(cwd, 'folder.npy'));
    const before = readdirSync(cwd).sort();
    for (const { words, message, code = 2 } of CASES) {
      const out = words.includes('--out') ? [] : words.startsWith('train') ? ['--out', 'results'] : ['--out', 'out.npy'];
      const ran = await inside([...words.split(' '), ...out], { cwd });
      const label = `blockspin ${words}: ${ran.err}`;
      assert.is(ran.code, code, label);
      assert.is(ran.out, '', label);
      assert.equal(stackLines(ran), [], label);
      const [said, ...more] = messages(ran);
      assert.equal(more, [], label);
      assert.match(said, /^blockspin: .+: expected .+, got .+; .+/);
      assert.ok(message.test(said), label);
      assert.not(existsSync(join(cwd, 'results')), label);
      assert.equal(readdirSync(cwd).sort(), before, label);
    }
    assert.equal(new Uint8Array(readFileSync(join(cwd, 'good.npy'))), npy([96, 4, 4]));
  });
});

test.run();
