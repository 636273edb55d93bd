/** The programs as the benchmark meets them: their talk, their statistics, and those that are missing or broken. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Absent, catalogue, FOLDER, probe, type Ready } from '../../bench/lab/peers/catalogue.ts';
import { eachPeer } from '../../bench/lab/peers/each.ts';
import { remarks, short, table } from '../../bench/lab/peers/table.ts';
import { lastLines, parseAbout, parseAnswer, shares } from '../../bench/lab/peers/talk.ts';
import { compare, takeTurns } from '../../bench/lab/peers/turns.ts';
import { median } from '../../bench/numbers.ts';
import { inFolder } from '../support/program.ts';

const SIZES = { visible: 16, environment: 64, components: 1, batch: 50, hidden: [32, 32] };
const there = (program: string) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;

/** A program that answers with a fixed objective, or dies where it is told to. */
const FAKE = `
import { createInterface } from 'node:readline';
const [objective, deathAt] = process.argv.slice(2);
for await (const line of createInterface({ input: process.stdin })) {
  const [verb, amount] = line.split(' ');
  if (verb === deathAt) {
    process.stderr.write('first line\\nout of memory: asked for 3 GiB\\n');
    process.exit(9);
  }
  if (verb === 'about') console.log(JSON.stringify({ version: 'fake 1', device: 'nothing', variant: process.argv.slice(4).join(' ') }));
  else if (deathAt === 'babble') console.log('step 1 done');
  else console.log(JSON.stringify({ steps: verb === 'train' ? Number(amount) : 10, seconds: 0.5, objective: Number(objective) }));
}`;

function entry(folder: string, name: string, ...words: string[]): Ready {
  const program = join(folder, 'fake.mjs');
  writeFileSync(program, FAKE);
  return { name, ensembles: true, start: { command: [process.execPath, program, ...words] } };
}

test('a good peer takes part; one that does not learn, dies, babbles or cannot be started is named with what happened', () =>
  inFolder(async (folder) => {
    const entries = [
      entry(folder, 'good', '0.4', '-'),
      entry(folder, 'lazy', '0.01', '-'),
      entry(folder, 'too good', '2', '-'),
      entry(folder, 'mortal', '0.4', 'train'),
      entry(folder, 'later', '0.4', 'time'),
      entry(folder, 'babbler', '0.4', 'babble'),
      { name: 'nowhere', ensembles: true, start: { command: [join(folder, 'nothing')] } },
      { name: 'not here', state: 'missing', reason: 'install it' } as Absent,
    ];
    const rates: Record<string, number> = {};
    const absent = await eachPeer(entries, SIZES, 3, async (peer) => {
      rates[peer.name] = await peer.rate(0.1);
    });
    // 10 steps of 3 replicas in half a second.
    assert.equal(rates, { good: 60 });
    assert.equal(
      absent.map(({ name, state }) => `${name}: ${state}`),
      ['lazy: failed', 'too good: failed', 'mortal: failed', 'later: failed', 'babbler: failed', 'nowhere: failed', 'not here: missing'],
    );
    const reasons = Object.fromEntries(absent.map(({ name, reason }) => [name, reason]));
    assert.match(reasons.lazy, /lazy: expected an objective between 0.15 and 1 nats, got 0.01/);
    assert.match(reasons.mortal, /ended before it answered 'train 100' \(exit 9\): first line \| out of memory: asked for 3 GiB/);
    assert.match(reasons.later, /ended before it answered 'time 0.1'/);
    assert.match(reasons.babbler, /expected one JSON object in a line, got "step 1 done"/);
    assert.match(reasons.nowhere, /ENOENT/);
    assert.is(reasons['not here'], 'install it');
  }));

test('what goes wrong on our side is not taken for a failure of the peer', () =>
  inFolder(async (folder) => {
    let said = '';
    await eachPeer([entry(folder, 'good', '0.4', '-')], SIZES, 1, async () => {
      throw new Error('the device is lost');
    }).catch((error) => {
      said = error.message;
    });
    assert.is(said, 'the device is lost');
  }));

test('a peer without ensembles sits out when there are several replicas', () =>
  inFolder(async (folder) => {
    const met: string[] = [];
    const alone = { ...entry(folder, 'alone', '0.4', '-'), ensembles: false };
    for (const replicas of [1, 2]) {
      await eachPeer([alone], SIZES, replicas, async (peer) => {
        met.push(`${peer.name} ${replicas}`);
      });
    }
    assert.equal(met, ['alone 1']);
  }));

test('processes share the replicas, get one thread each, and their rates add', () =>
  inFolder(async (folder) => {
    const start = { ...entry(folder, '', '0.4', '-').start, processes: true, options: ['cpu'] };
    let said = '';
    let rate = 0;
    await eachPeer([{ name: 'shared', ensembles: true, start }], SIZES, 5, async (peer) => {
      const { device, variant } = await peer.about();
      said = `${device}; ${variant}`;
      rate = await peer.rate(0.1);
    });
    const processes = shares(5, 64).length;
    assert.is(processes, 5);
    assert.match(said, /^nothing(, \d processes)?; 1 16 64 1 50 2 \d cpu$/);
    assert.is(rate, 100);
    assert.equal(shares(5, 2), [3, 2]);
    assert.equal(shares(1, 8), [1]);
  }));

test('answers are read strictly', () => {
  const good = { steps: 5, seconds: 0.5, objective: 0.25 };
  assert.equal(parseAnswer('x', JSON.stringify({ ...good, more: 'words' })), good);
  for (const line of ['', '5', 'null', '{"steps": 5', '{"steps": 5, "seconds": 1}', '{"steps": "5", "seconds": 1, "objective": 0}']) {
    assert.throws(() => parseAnswer('x', line), /^x: expected/);
  }
  assert.throws(() => parseAbout('x', '{"version": "1", "device": "cpu"}'), /expected words as variant/);
  assert.is(lastLines('a\nb\nc\nd\ne\n'), 'b | c | d | e');
});

test('ratios are those of neighbours, with their spread', async () => {
  assert.is(median([3, 1, 2]), 2);
  assert.is(median([4, 1, 2, 3]), 2.5);
  assert.throws(() => median([]), /expected at least one value/);
  const compared = compare([10, 20, 60], [5, 20, 20]);
  assert.equal(compared.ratio, { median: 2, least: 1, most: 3 });
  assert.equal(compared.ours, { median: 20, least: 10, most: 60 });
  assert.throws(() => compare([1], [1, 2]), /as many intervals/);
  const turns: string[] = [];
  const contender = (name: string, rate: number) => ({
    rate: async () => {
      turns.push(name);
      return rate;
    },
  });
  assert.equal((await takeTurns(contender('A', 6), contender('B', 2), 3)).ratio, { median: 3, least: 3, most: 3 });
  assert.is(turns.join(''), 'ABABAB');
});

test('the table and its remarks name everything', () => {
  const about = { version: 'fake 1', device: 'nothing', variant: 'eager' };
  const whole = { ours: 10, with_a_sweep_of_all_chains: 12, theirs: 50 };
  const row = {
    ...({ kind: 'training', case: 'dimer', replicas: 500, unit: 'replica-steps/s', gflops: 1, peer: 'fake', about, whole } as const),
    ...compare([123456, 123456], [1500, 1500]),
  };
  assert.match(table([row]), /dimer +500 +fake +replica-steps\/s +123 k \[123 k, 123 k\] +1500 \[1500, 1500\] +82 \[82, 82\]/);
  const text = remarks(
    [row, { ...row, whole: undefined }],
    [{ kind: 'refused', case: 'ising', replicas: 9, reason: 'too large' }],
    [{ name: 'JAX', state: 'missing', reason: 'pip' }],
  );
  assert.equal(text, [
    'fake: fake 1; nothing; eager',
    '500 runs x 5800 steps of the dimer sizes: ours 10.0 s (12.0 s with a sweep before each step), fake 50.0 s',
    'ising, R = 9: refused: too large',
    'JAX: missing: pip',
  ]);
  assert.equal([1234567, 20000, 3e9, 12, 0.5].map(short), ['1.23 M', '20.0 k', '3.00 G', '12', '0.50']);
});

test('every peer of the catalogue can be started or is named with what to do', () =>
  inFolder(async (folder) => {
    const all = catalogue({ folder, adapter: { name: 'llvmpipe', origin: 'system', software: true }, only: 'jax-js' });
    assert.equal(
      all.map(({ name }) => name),
      ['jax-js (wasm)', 'jax-js (WebGPU)'],
    );
    for (const found of all) {
      if (!('state' in found)) assert.is(found.start.command.length, 2);
      else if (found.state === 'missing') assert.match(found.reason, /npm install --prefix bench\/lab\/peers\/programs/);
      else assert.match(found.reason, /compiles for minutes on llvmpipe/);
    }
  }));

test('a Python without the package is missing, a broken one has failed, the first that works is taken', () =>
  inFolder(async (folder) => {
    const fake = (name: string, body: string) => {
      const program = join(folder, name);
      writeFileSync(program, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
      return program;
    };
    const without = fake('without', 'exit 3');
    const broken = fake('broken', 'echo "ImportError: libcudart.so" >&2; exit 1');
    const works = fake('works', `echo 'a warning'; echo '{"version": "2.0", "cuda": false, "compile": true}'`);
    assert.equal(probe('x.py', 'pip install it', [join(folder, 'none'), without]), { state: 'missing', reason: 'pip install it' });
    assert.equal(probe('x.py', 'pip', [without, broken]), { state: 'failed', reason: `${broken}: ImportError: libcudart.so` });
    assert.equal(probe('x.py', 'pip', [without, broken, works]), { python: works, probe: { version: '2.0', cuda: false, compile: true } });
  }));

if (there('cc')) {
  /** Instruction sets that this processor has, with the floats of a vector; a set that none has. */
  const has = (flag: string) =>
    process.arch === 'x64' && existsSync('/proc/cpuinfo') && new RegExp(`\\b${flag}\\b`).test(readFileSync('/proc/cpuinfo', 'utf8'));
  const lanes = {
    ...(has('sse4_2') ? { 'x86-64-v2': 4 } : {}),
    ...(has('avx2') && has('fma') ? { 'x86-64-v3': 8 } : {}),
    ...(has('avx512vl') ? { 'x86-64-v4': 16 } : {}),
  };

  test('train.c compiles for this processor and for each set of instructions that it has, learns, and says what it is', () =>
    inFolder(async (folder) => {
      const sets = { native: 0, ...lanes };
      const entries = catalogue({ folder, only: 'train.c', march: [...Object.keys(sets), 'x86-64-v9'] });
      const variants: Record<string, string> = {};
      const absent = await eachPeer(entries, SIZES, 2, async (peer) => {
        const { device, variant } = await peer.about();
        assert.match(device, /processor, \d+ threads/);
        variants[peer.name] = variant;
        assert.ok((await peer.rate(0.05)) > 0);
      });
      assert.equal(
        absent.map(({ name, state }) => [name, state]),
        [['C (train.c, x86-64-v9)', 'failed']],
      );
      assert.match(absent[0].reason, /march/);
      assert.match(variants['C (train.c)'], /^vectors of (4|8|16) floats$/);
      for (const [set, count] of Object.entries(lanes)) assert.is(variants[`C (train.c, ${set})`], `vectors of ${count} floats`);
    }));
}

if (there('python3')) {
  const python = (script: string) => {
    const { status, stdout, stderr } = spawnSync('python3', ['-B', '-c', `import sys; sys.path.insert(0, ${JSON.stringify(FOLDER)})\n${script}`], {
      encoding: 'utf8',
    });
    return { status, lines: stdout.trim().split('\n'), stderr };
  };

  test('peer.py reads its arguments, or says what they should be', () => {
    const { lines } = python(`
import peer
print(list(peer.arguments('1 16 880 1 100 2 64'.split(), ['eager', 'graph'])))
print(list(peer.arguments('1 16 880 1 100 2 64 cuda'.split(), ['eager', 'graph']))[7:])
print(list(peer.arguments('1 16 880 1 100 2 64 cuda graph'.split(), ['eager', 'graph']))[7:])
print(peer.towers(peer.arguments('1 16 880 1 100 2 64'.split(), ['eager'])))`);
    assert.equal(lines, [
      "[1, 16, 880, 1, 100, 2, 64, 'cpu', 'eager']",
      "['cuda', 'eager']",
      "['cuda', 'graph']",
      '[[(1, 32), (32, 32), (32, 8)], [(880, 32), (32, 32), (32, 8)]]',
    ]);
    for (const words of [
      '',
      '1 16',
      '1 16 880 1 100 2 x',
      '1 16 880 1 100 2 0',
      '1 16 880 1 100 2 1 tpu',
      '1 16 880 1 100 2 1 cpu fast',
      '1 2 3 4 5 6 7 cpu eager more',
    ]) {
      const { status, stderr } = python(`import peer; peer.arguments(${JSON.stringify(words)}.split(), ['eager'])`);
      assert.is(status, 2, words);
      assert.match(stderr, /expected THREADS VISIBLE/);
    }
  });

  test('peer.py answers about, train and time, and refuses what does not fit', () => {
    const { lines, stderr } = python(`
import peer
now = [0.0]
def run(steps):
    now[0] += 0.01 * steps
    return steps, 0.5
peer.serve(run, {'version': 'v'}, ['about\\n', 'train 100\\n', 'time 1\\n'], lambda: now[0])
s = peer.arguments('1 64 320 2 500 3 5000'.split(), ['eager'])
peer.check_memory(s, lambda device: None)
peer.check_memory(s, lambda device: 2**50)
peer.check_memory(s, lambda device: 2**30)`);
    assert.is(lines[0], '{"version": "v"}');
    const train = parseAnswer('p', lines[1]);
    assert.is(train.steps, 100);
    assert.is(train.objective, 0.5);
    const time = parseAnswer('p', lines[2]);
    assert.ok(time.seconds >= 1 && time.seconds < 1.3, lines[2]);
    assert.ok(Math.abs(time.steps / time.seconds - 100) < 1, lines[2]);
    assert.match(stderr, /5000 replicas need about \d+\.\d GiB, 1\.0 GiB are free; ask for fewer/);
  });
}

test.run();
