/** Runs that end early: Ctrl-C, divergence, a lost device. What was computed is kept, the message is one line, nothing hangs. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BlockspinError } from '../../src/core/errors.ts';
import type { Progress } from '../../src/train/hooks.ts';
import type { Results } from '../../src/train/result/summary.ts';
import { train } from '../../src/train/train.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder, lastOfEach, messages, run, runScript, stackLines, TINY } from '../support/program.ts';

test.after(closeDevice);

const OPTIONS = {
  size: 4,
  block: 2,
  buffer: 0,
  shell: 1,
  temperature: 2,
  replicas: 1,
  steps: 5000,
  refine: 0,
  batch: 16,
  evaluationBatch: 16,
  chains: 32,
  heldOut: 32,
  validation: 32,
  evaluations: 1,
  hidden: [32],
};

const partial = (folder: string): Results => JSON.parse(readFileSync(join(folder, 'partial.json'), 'utf8'));

test('Ctrl-C ends a training within seconds and keeps its curves; the folder is not used twice', async () => {
  await inFolder(async (parent) => {
    const folder = join(parent, 'run');
    const words = lastOfEach(['train', ...TINY, '--steps', '50000', '--out', folder]);
    const ran = await run(words, { interrupt: { signal: 'SIGINT', after: /^training /m, pauseMs: 1500 } });
    assert.is(ran.code, 130, ran.err);
    assert.ok((ran.heardAfter as number) < 10, `${ran.heardAfter} s`);
    assert.is(ran.out, '');
    assert.equal(stackLines(ran), []);
    assert.is(messages(ran).length, 1);
    assert.match(ran.err, `${folder}/partial.json`);

    assert.equal(readdirSync(folder).sort(), ['checkpoint.safetensors', 'config.json', 'figures', 'partial.json'], 'no temporary file, no summary');
    assert.match(ran.err, `--resume ${folder}`);
    const { summary, curves } = partial(folder);
    const { step, objective } = curves[0][0];
    assert.ok(step.length > 0 && step.length === objective.length && objective.every(Number.isFinite), 'curves');
    assert.ok(step[step.length - 1] < 50000);
    assert.is(summary.points[0].verdict, 'unconverged');
    assert.ok(
      summary.points[0].filters.flat(3).some((w) => w !== 0),
      'the filter reached so far',
    );

    const before = readFileSync(join(folder, 'partial.json'), 'utf8');
    const again = await inside(words);
    assert.is(again.code, 1);
    assert.match(messages(again)[0], /expected a new or empty folder, got .*config\.json.*; choose another folder/);
    assert.is(readFileSync(join(folder, 'partial.json'), 'utf8'), before);
  });
});

test('without --out there is nothing to keep', async () => {
  const ran = await inside(lastOfEach(['train', ...TINY, '--steps', '50000', '--json']), { stop: /^training /m });
  assert.is(ran.code, 130, ran.err);
  assert.is(ran.out, '');
  assert.is(messages(ran).length, 1);
});

test('NaN in all replicas: one message naming the learning rate, the last finite filters on disk', async () => {
  await inFolder(async (parent) => {
    const folder = join(parent, 'run');
    const ran = await inside(lastOfEach(['train', ...TINY, '--replicas', '2', '--learning-rate', '1e30', '--out', folder, '--json']));
    assert.is(ran.code, 1, ran.err);
    assert.is(ran.out, '');
    assert.equal(stackLines(ran), []);
    assert.is(messages(ran).length, 1);
    assert.match(messages(ran)[0], /training: expected .*finite.*, got NaN or infinity in 2 of 2 replicas.*step \d+; .*use a --learning-rate below 1e\+30/);
    const [point] = partial(folder).summary.points;
    assert.is(point.verdict, 'diverged');
    assert.equal(
      point.replicas.map((r) => r.status),
      ['diverged', 'diverged'],
    );
    for (const filter of point.filters) {
      assert.ok(filter.flat(2).every(Number.isFinite), 'finite');
      assert.ok(
        filter.flat(2).some((w) => w !== 0),
        'the filter of the last finite step, not an empty one',
      );
    }
    assert.not(existsSync(join(folder, 'summary.json')));
  });
});

test('a lost device rejects with what was computed', async () => {
  const device = await theDevice();
  let losses = 0;
  const lose = ({ phase, estimate }: Progress) => {
    if (phase !== 'training' || estimate === undefined) return;
    losses += 1;
    device.gpu.destroy();
  };
  try {
    await train(device, OPTIONS, { progress: lose });
    assert.unreachable('went on without a device');
  } catch (error) {
    assert.instance(error, BlockspinError);
    const { code, message, partial } = error as BlockspinError;
    assert.is(code, 'device');
    assert.match(message, /device lost \(.+\); start again/);
    const { summary, curves } = partial as Results;
    assert.is(summary.points.length, 1);
    assert.ok(curves[0][0].objective.length > 0 && curves[0][0].objective.every(Number.isFinite), 'curves until the loss');
    assert.is(losses, 1, 'stops at once');
  } finally {
    await closeDevice();
  }
  assert.equal(device.live, { buffers: 0, bytes: 0 });
});

test('a process that opened a device ends by itself, whether it closes the device or not', async () => {
  const open = 'const device = await blockspin.openDevice();';
  const work = `
    const scope = device.scope('work');
    const chains = new blockspin.IsingChains(scope, { size: 4, coupling: 1, temperatures: [2], seed: 1 });
    await chains.measure({ first: 0, groups: 1 }, 10, 1, async () => {});`;
  const [closed, left, failed] = await Promise.all([
    runScript(`${open} ${work} device.close(); console.log('done');`),
    runScript(`${open} ${work} console.log('done');`),
    runScript(`${open} try { await blockspin.train(device, { size: 15 }); } catch (error) { console.log(error.code); } device.close();`),
  ]);
  for (const [ran, out] of [
    [closed, 'done\n'],
    [left, 'done\n'],
    [failed, 'usage\n'],
  ] as const) {
    assert.is(ran.code, 0, `${ran.signal} ${ran.err}`);
    assert.is(ran.out, out);
  }
});

test('the object behind a device survives garbage collection', async () => {
  const ran = await runScript(
    `
    const device = await blockspin.openDevice();
    const scope = device.scope('test');
    const tensor = scope.upload('u32', [4], 'x', Uint32Array.from([1, 2, 3, 4]));
    let sum = 0;
    for (let i = 0; i < 3000; i++) {
      sum += (await tensor.read())[3];
      if (i % 200 === 0) gc();
    }
    scope.dispose();
    console.log(sum, JSON.stringify(device.live));
    device.close();
    `,
    ['--expose-gc'],
  );
  assert.is(ran.code, 0, `${ran.signal} ${ran.err}`);
  assert.is(ran.out, '12000 {"buffers":0,"bytes":0}\n');
});

test('a stop is heard between submissions, which are as small as their sweeps are expensive', async () => {
  // 64 sweeps of these lattices are 3e10 updates: in one submission they take more than a minute of two cores on SwiftShader.
  const words = 'sample --size 1024 --chains 512 --temperature 2.3 --algorithm metropolis --start ordered'.split(' ');
  const ran = await run(words, { interrupt: { signal: 'SIGTERM', after: /^sampling /m, pauseMs: 1000 } });
  assert.equal([ran.code, ran.out], [130, ''], ran.err);
  assert.is(messages(ran).length, 1, ran.err);
  assert.ok((ran.heardAfter as number) < 15, `${ran.heardAfter} s`);
});

test('a verb that computes on the CPU alone ends at once', async () => {
  const ran = await run('exact --size 12 --block 3 --buffer 1'.split(' '), { interrupt: { signal: 'SIGTERM', pauseMs: 1500 } });
  assert.equal([ran.code, ran.signal, ran.out], [null, 'SIGTERM', '']);
  assert.ok((ran.heardAfter as number) < 2, `${ran.heardAfter} s`);
});

const CHIPPING = [...TINY, '--model', 'chipping', '--chipping-rate', '1,2', '--size', '8'].filter(
  (word, i, all) => word !== '--temperature' && all[i - 1] !== '--temperature',
);
for (const [what, words] of [
  ['masses', CHIPPING],
  ['an infinite temperature', [...TINY, '--temperature', '2,inf']],
] as const) {
  test(`the report of a finished training is drawn again from its folder, byte for byte: ${what}`, async () => {
    await inFolder(async (parent) => {
      const folder = join(parent, 'run');
      const trained = await inside(lastOfEach(['train', ...words, '--out', folder]));
      assert.is(trained.code, 0, trained.err);
      const names = () => readdirSync(folder, { recursive: true }).map(String).sort();
      const before = new Map(names().map((name) => [name, name.includes('.') ? readFileSync(join(folder, name), 'utf8') : '']));
      for (const name of before.keys()) if (/report|figures\//.test(name)) rmSync(join(folder, name));
      const drawn = await inside(['report', folder, '--json']);
      assert.is(drawn.code, 0, drawn.err);
      assert.ok(JSON.parse(drawn.out).findings.length > 0);
      assert.equal(new Map(names().map((name) => [name, name.includes('.') ? readFileSync(join(folder, name), 'utf8') : ''])), before);
    });
  });
}
test.run();
