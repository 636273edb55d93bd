/** What scripts hold on to of `exact`: the shape of what it prints with --json, and that it needs no device. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { VERSIONS } from '../support/contract.ts';
import { matches, type Pattern } from '../support/pattern.ts';
import { inFolder, run } from '../support/program.ts';

const BEST: Pattern = { value: 'number', function: 'string', family: 'string' };
const EXACT: Pattern = { information_VE: 'number', information_HE: 'number', seconds: 'number' };
// It needs none, so that it must not look for one.
const WITHOUT_ADAPTER = { env: { BLOCKSPIN_ADAPTER: 'nosuch' } };

test('exact --json: one system is one object, without a device', async () => {
  const ran = await run('exact --size 4 --block 2 --buffer 0 --temperature 2 --json'.split(' '), WITHOUT_ADAPTER);
  assert.is(ran.code, 0, ran.err);
  assert.is(ran.err, '');
  const { best_binary, filter, size, block, ...rest } = JSON.parse(ran.out);
  const { weights, threshold, plus, ...best } = best_binary;
  matches(best, BEST, 'best_binary');
  matches(rest, {
    ...EXACT,
    versions: VERSIONS,
    model: 'string',
    boundary: 'string',
    coupling: 'number',
    unit: 'string',
    buffer: 'number',
    temperature: 'number',
  });
  assert.equal([size, block, rest.unit], [[4, 4], [2, 2], 'nats']);
  assert.equal(filter, { name: 'uniform', weights: [[1, 1, 1, 1]], bias: [0], soft: false });
  // tests/golden/exact.ts
  const { information_VE, information_HE } = rest;
  for (const [value, exact] of [
    [information_VE, 0.7163674],
    [information_HE, 0.6159516],
    [best.value, 0.6202533],
  ]) {
    assert.ok(Math.abs(value - exact) < 1e-6, `${value}`);
  }
  assert.is(best.function, '>= 3 of 4 up');
  assert.equal(
    [weights, threshold],
    [
      [
        [1, 1],
        [1, 1],
      ],
      2,
    ],
  );
  assert.equal(plus, ['++++', '-+++', '+-++', '++-+', '+++-']);
});

test('exact --components 2: the best further component beyond the filter, and the best H of four states', async () => {
  const words = 'exact --size 4 --block 2 --temperature 2 --components 2'.split(' ');
  const ran = await run([...words, '--json'], WITHOUT_ADAPTER);
  assert.is(ran.code, 0, ran.err);
  const { best_further, best_joint, information_HE, information_VE } = JSON.parse(ran.out);
  matches(best_joint, { states: 'number', value: 'number', parts: [['string']] }, 'best_joint');
  assert.ok(best_further.gain > 0.05 && information_HE + best_further.gain <= best_joint.value && best_joint.value < information_VE, ran.out);
  // All but the two states of equal spins.
  assert.is(best_further.plus.length, 14);
  assert.match((await run(words, WITHOUT_ADAPTER)).out, /further +0\.0\d+ nats .*beyond the filter: .*\n.*together +0\.6\d+ nats/);
  const refused = await run([...words.slice(0, -1), '3'], WITHOUT_ADAPTER);
  assert.match(refused.err, /--components: expected 2: those of the filter, and the best one beyond them, got 3/);
});

test('exact --json: lists of temperatures and buffers are points; a filter of a file; an antiferromagnet', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'filter.json'), '[[1, -1], [-1, 1]]');
    const words = '--size 5,6 --block 2 --buffer 0,1 --temperature 1.5,inf --coupling -1 --filter filter.json --json';
    const ran = await run(['exact', ...words.split(' ')], { ...WITHOUT_ADAPTER, cwd: folder });
    assert.is(ran.code, 0, ran.err);
    const { points, size } = JSON.parse(ran.out);
    assert.equal(size, [5, 6]);
    assert.equal(
      points.map((p: { buffer: number; temperature: unknown }) => [p.buffer, p.temperature]),
      [
        [0, 1.5],
        [0, 'inf'],
        [1, 1.5],
        [1, 'inf'],
      ],
    );
    const [first, free] = points;
    assert.ok(first.information_HE > 0.2 && first.information_HE <= first.best_binary.value && first.best_binary.value < Math.LN2);
    assert.ok(free.information_VE < 1e-12 && free.best_binary.value < 1e-12);
  });
});

test('exact --json: chain and Gaussians', async () => {
  const chain = JSON.parse((await run('exact --model chain --size inf --block 1 --temperature 1 --json'.split(' '), WITHOUT_ADAPTER)).out);
  assert.is(chain.size, 'inf');
  assert.ok(Math.abs(chain.information_VE - 0.4764191428) < 1e-9 && Math.abs(chain.best_binary.value - chain.information_HE) < 1e-12);
  const { points, dimension } = JSON.parse((await run('exact --model gaussian --correlation 0.5,0.9 --dimension 2 --json'.split(' '), WITHOUT_ADAPTER)).out);
  assert.is(dimension, 2);
  assert.ok(Math.abs(points[0].information_VE - -Math.log(1 - 0.25)) < 1e-12 && points[1].correlation === 0.9);
});

test('exact without --json: nats and bits', async () => {
  const ran = await run(['exact'], WITHOUT_ADAPTER);
  assert.is(ran.code, 0, ran.err);
  assert.match(ran.out, /I\(V:E\) +0\.702028865 nats +1\.012813562 bits/);
  assert.match(ran.out, />= 3 of 4 up/);
  assert.match(ran.out, 'the best of all 65536 functions of the block');
});

test.run();
