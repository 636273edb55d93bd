/** `train --known` and `train --deflate`: files of components, what is written, and what is refused. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Operator } from '../../src/train/deflation/operator.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder } from '../support/program.ts';

const TINY =
  'train --size 4 --block 2 --buffer 0 --shell 1 --temperature 1.5 --chains 32 --held-out 64 --validation 32 --batch 64 --evaluation-batch 64 --hidden 8 --replicas 1 --steps 80 --refine 20 --learning-rate 0.05 --evaluations 8';

test('operators are written after every stage, and read again as known components, by one training and by a longer chain', async () => {
  await inFolder(async (folder) => {
    const first = await inside(`${TINY} --deflate 1 --out found --json`.split(' '), { cwd: folder });
    assert.is(first.code, 0, first.err);
    const { operators, stages } = JSON.parse(first.out);
    const [{ sector, inputs, weights, gain, verdict }] = operators as Operator[];
    assert.equal([operators.length, sector, inputs, weights[0].length], [1, 'odd', 'spins', 4]);
    assert.ok(gain.mean > 0.3 && gain.mean < Math.LN2 && gain.error > 0 && verdict !== 'zero', JSON.stringify(gain));
    assert.equal([stages.length, stages[0].tried.length, stages[0].tried[1].pairs.length], [1, 2, 4]);
    assert.match(first.err, /operator 1: spins .* products .*; spins kept/);
    assert.equal(JSON.parse(readFileSync(join(folder, 'found/operators.json'), 'utf8')).operators, operators);
    // All of the operators asked for are known already.
    const again = await inside(`${TINY} --deflate 1 --known found/operators.json --json`.split(' '), { cwd: folder });
    assert.equal([again.code, JSON.parse(again.out).operators, JSON.parse(again.out).stages], [0, operators, []]);
    const beyond = await inside(`${TINY} --known found/operators.json --json`.split(' '), { cwd: folder });
    assert.is(beyond.code, 0, beyond.err);
    const { config, points } = JSON.parse(beyond.out);
    assert.equal([config.known.length, points[0].given, points[0].known], [1, 1, null]);
    assert.ok(points[0].information.mean < gain.mean / 2, 'less than the first one tells');
    assert.match(beyond.err, /I\(H:E\|known\)/);
  });
});

test('files of other things are refused before a device is opened, by their names', async () => {
  await inFolder(async (folder) => {
    const refusal = async (content: string, more = '') => {
      writeFileSync(join(folder, 'known.json'), content);
      const { code, err } = await inside(`${TINY} --known known.json${more}`.split(' '), { cwd: folder });
      assert.is(code, 2);
      return err;
    };
    assert.match(await refusal('[1, 2]'), /--known known\.json: expected a \.json file with components.* got \[1,2\]/);
    assert.match(await refusal('{'), /--known known\.json: expected/);
    assert.match(await refusal('[{ "weights": [[1, 1, 1]], "biases": [0] }]'), /--known: expected 1 x 4 weights .* got 1 x 3/);
    assert.match(await refusal('[{ "weights": [[1, 1, 1, 1]], "biases": [0] }]', ' --deflate 2'), /--known: expected operators of train --deflate/);
    assert.match(
      await refusal('[]', ' --deflate 2 --components 2'),
      /deflation: expected one temperature, one buffer and one component, got 1 points with 2 components/,
    );
    assert.match(await refusal('[]', ' --deflate 99'), /--deflate: expected operators at most, 1 to 8/);
  });
});

test.after(closeDevice);
test.run();
