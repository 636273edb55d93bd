/** Bad command lines: one message that names the value, what is allowed and what to do; no stack, nothing on stdout. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder, lastOfEach, messages, program, run, runNode, stackLines, TINY } from '../support/program.ts';
import { type Case, checkRefused } from '../support/refused.ts';

test.after(closeDevice);

const CASES: Case[] = [
  { words: 'trian', got: 'trian', allowed: /start, train, sample, data, graph, coarsen, words, infer, exact, design, /, remedy: /did you mean train\?/ },
  { words: 'toString', got: 'toString', allowed: /start, train, sample, data, graph, coarsen, words, infer, exact, design, /, remedy: /--help/ },
  { words: '--size 8', got: 'options alone', allowed: /start, train, sample, data, graph, coarsen, words, infer, exact, design, /, remedy: /--help/ },
  { words: 'train twice', got: 'twice', allowed: /one verb/, remedy: /train --help/ },
  { words: 'train --temprature 2', got: '--temprature', allowed: /--temperature/, remedy: /did you mean --temperature\?/ },
  { words: 'sample --steps 10', got: '--steps', allowed: /--samples/, remedy: /--help/ },
  { words: 'sample --out x', got: 'x', allowed: /\.npy/, remedy: /--out samples\.npy/ },
  { words: 'bench --quik', got: '--quik', allowed: /--quick/, remedy: /did you mean --quick\?/ },
  { words: 'bench --only trainign', got: 'trainign', allowed: /floors, .*training/, remedy: /did you mean training\?/ },
  { words: 'bench --only', got: /--only/, allowed: /values/, remedy: /--help/ },
  { words: 'bench --compare missing.jsonl', got: /missing\.jsonl/, allowed: /bench --out/, remedy: /bench --out FILE/ },
  { words: 'bench --size 8', got: '--size', allowed: /--only/, remedy: /--help/ },
  { words: 'train --size', got: /--size/, allowed: /values/, remedy: /--help/ },
  { words: 'train --json=yes', got: /--json/, allowed: /values/, remedy: /--help/ },
  { words: 'train --size 15', got: '15', allowed: /even/, remedy: /--size 1[46]/ },
  { words: 'sample --size 15', got: '15', allowed: /even/, remedy: /--size 1[46]/ },
  { words: 'train --size 2', got: '2', allowed: /from 4/, remedy: /--size 4/ },
  { words: 'train --size eight', got: 'eight', allowed: /number/, remedy: /--size/ },
  { words: 'train --size 8 --block 6', got: /= 14/, allowed: /size = 8/, remedy: /smaller --block/ },
  { words: 'train --buffer 0,40', got: /= 88/, allowed: /size = 64/, remedy: /--buffer/ },
  { words: 'train --temperature 0', got: '0', allowed: /positive/, remedy: /0\.5|temperature/ },
  { words: 'train --temperature -1', got: '-1', allowed: /positive/, remedy: /0\.5|temperature/ },
  { words: 'sample --temperature 2,-1', got: '-1', allowed: /positive/, remedy: /0\.5/ },
  { words: 'train --temperature abc', got: 'abc', allowed: /numbers.*inf/, remedy: /--temperature 1\.8/ },
  { words: 'train --temperature 1.8,,2', got: 'nothing', allowed: /numbers/, remedy: /--temperature/ },
  { words: 'train --coupling 0', got: '0', allowed: /other than 0/, remedy: /-1/ },
  { words: 'train --batch 1', got: '1', allowed: /at least 2|from 2/, remedy: /batch/ },
  { words: 'train --evaluation-batch 1', got: '1', allowed: /at least 2/, remedy: /--evaluation-batch 512/ },
  { words: 'train --batch 1000000000', got: '1000000000', allowed: /at most 16384|to 16384/, remedy: /batch/ },
  { words: 'train --replicas 1000000', got: '1000000', allowed: /at most|65535/, remedy: /replicas/ },
  { words: 'train --components 0', got: '0', allowed: /at least 1|from 1/, remedy: /components/ },
  { words: 'train --components 99', got: '99', allowed: /at most 8|to 8/, remedy: /components/ },
  { words: 'train --bound nonsense', got: 'nonsense', allowed: /infonce/, remedy: /bound/ },
  { words: 'train --chains 33', got: '33', allowed: /multiple of 32/, remedy: /64/ },
  { words: 'sample --chains 33', got: '33', allowed: /multiple of 32/, remedy: /--chains 128/ },
  { words: 'sample --samples 1', got: '1', allowed: /from 2/, remedy: /--samples/ },
  { words: 'sample --algorithm wolf', got: 'wolf', allowed: /swendsen-wang/, remedy: /--algorithm|did you mean/ },
  { words: 'sample --algorithm heatbth', got: 'heatbth', allowed: /metropolis/, remedy: /did you mean heatbath\?/ },
  { words: 'sample --field nan', got: 'nan', allowed: /number/, remedy: /--field/ },
  { words: 'sample --disorder 2', got: '2', allowed: /from 0 to 1/, remedy: /--disorder 0\.5/ },
  { words: 'sample --disorder 0.5 --algorithm swendsen-wang', got: 'swendsen-wang', allowed: /local updates/, remedy: /heatbath/ },
  { words: 'sample --start anywhere', got: 'anywhere', allowed: /ordered, random, both/, remedy: /--start/ },
  { words: 'sample --boundary open', got: 'open', allowed: /periodic/, remedy: /--boundary periodic/ },
  { words: 'sample --burn -1', got: '-1', allowed: /from 0/, remedy: /--burn/ },
  { words: 'sample --spacing 0', got: '0', allowed: /from 1/, remedy: /--spacing/ },
  { words: 'sample --error 0', got: '0', allowed: /above zero/, remedy: /--error 0\.001/ },
  { words: 'sample --error -1', got: '-1', allowed: /above zero/, remedy: /--error 0\.001/ },
  { words: 'sample --error small', got: 'small', allowed: /a decimal number/, remedy: /write for example --error 0\.001/ },
  { words: 'sample --error 0.1 --limit 0', got: '0', allowed: /seconds, more than zero/, remedy: /--limit 60/ },
  { words: 'sample --error 0.1 --limit soon', got: 'soon', allowed: /a decimal number/, remedy: /--limit/ },
  { words: 'sample --limit 10', got: 'no --error', allowed: /--error beside it/, remedy: /give --error, or leave it out/ },
  { words: 'sample --error 0.1 --out spins.npy', got: 'spins.npy', allowed: /no --out beside it/, remedy: /use --samples/ },
  { words: 'train --error 0.1', got: '--error', allowed: /--steps/, remedy: /--help|did you mean/ },
  { words: 'sample --chains 3 --size 100', got: '100', allowed: /multiple of 64/, remedy: /--size 128/ },
  { words: 'sample --chains 3 --field 1', got: '3', allowed: /32 chains/, remedy: /--chains 32/ },
  { words: 'sample --chains 3 --algorithm tempering', got: 'tempering', allowed: /metropolis/, remedy: /--chains 32/ },
  { words: 'sample --algorithm tempering --temperature 2', got: /at 2/, allowed: /two or more temperatures/, remedy: /another algorithm/ },
  { words: 'sample --model dimers --size 5', got: '5', allowed: /even/, remedy: /--size [46]/ },
  { words: 'sample --model dimers --coupling 1', got: '--coupling', allowed: /--interaction/, remedy: /leave --coupling out/ },
  { words: 'sample --model dimers --temperature 0', got: '0', allowed: /positive/, remedy: /0\.3/ },
  { words: 'sample --model dimers --chains 8', got: '8', allowed: /multiple of 32/, remedy: /--chains 128/ },
  { words: 'sample --model chipping --chipping-rate -1', got: '-1', allowed: /zero or more/, remedy: /--chipping-rate 1/ },
  { words: 'sample --model chipping --size 10 --density 0.33', got: '0.33', allowed: /whole number/, remedy: /--density 0\.3/ },
  { words: 'sample --model chipping --temperature 2', got: '--temperature', allowed: /--chipping-rate/, remedy: /leave --temperature out/ },
  {
    words: 'train --model dimers --coupling 2',
    got: '2',
    allowed: /nothing beside --model dimers/,
    remedy: /belongs to --model ising, potts, .* or graph-potts: .*leave --coupling out/,
  },
  { words: 'train --model heisenberg', got: 'heisenberg', allowed: /ising, dimers, chipping/, remedy: /samples as --data, or its record to the library/ },
  { words: 'sample --model heisenberg', got: 'heisenberg', allowed: /ising, dimers, chipping/, remedy: /samples as --data/ },
  { words: 'train --critic concatenated', got: 'concatenated', allowed: /nothing beside --bound discrete/, remedy: /belongs to --bound infonce, .* or alpha/ },
  { words: 'train --estimator straight-through', got: 'straight-through', allowed: /nothing beside --bound discrete/, remedy: /leave --estimator out/ },
  { words: 'train --alpha 0.9', got: '0.9', allowed: /nothing beside --bound discrete/, remedy: /belongs to --bound alpha: choose that/ },
  { words: 'train --bound infonce --alpha 0.9', got: '0.9', allowed: /nothing beside --bound infonce/, remedy: /leave --alpha out/ },
  { words: 'train --filter uniform --warmup 3', got: '3', allowed: /filter that learns/, remedy: /leave --warmup out/ },
  { words: 'train --rate 0.1', got: '--rate', allowed: /--learning-rate/, remedy: /use --learning-rate, as it is called now/ },
  { words: 'train --burn 2', got: '--burn', allowed: /--relaxations/, remedy: /use --relaxations, as it is called now/ },
  { words: 'train --held-out 0.25', got: '0.25', allowed: /whole number/, remedy: /--held-out 128/ },
  { words: 'train --model dimers --size 6 --shell 4', got: /= 16/, allowed: /size = 6/, remedy: /smaller --block/ },
  { words: 'train --model chipping --temperature 2', got: '2', allowed: /no temperature/, remedy: /--chipping-rate/ },
  { words: 'train --model chipping --chipping-rate 1,-3', got: '-3', allowed: /zero or more/, remedy: /--chipping-rate 1,3,10/ },
  { words: 'train --chipping-rate 3', got: '3', allowed: /nothing beside --model ising/, remedy: /belongs to --model chipping/ },
  { words: 'sample --model chipping --rate 1', got: '--rate', allowed: /--chipping-rate/, remedy: /use --chipping-rate, as it is called now/ },
  { words: 'train --sites nosuch.json', got: /ENOENT|no such/, allowed: /file that can be read/, remedy: /path/ },
  { words: 'train --model dimers --filter staggered', got: 'staggered', allowed: /uniform or a file/, remedy: /\.json/ },
  { words: 'sample --size 32768 --chains 32', got: /\d{9,}/, allowed: /at most \d+ bytes/, remedy: /smaller --size/, code: 1 },
  { words: 'exact --size 14 --block 2', got: /2\^2[78] entries/, allowed: /at most 2\^24 entries \(128 MiB\)/, remedy: /largest .* is --size 12/ },
  { words: 'exact --size 8 --block 4 --buffer 1', got: /2\^35 pairs/, allowed: /at most 2\^28 pairs/, remedy: /--buffer 0/ },
  { words: 'exact --size 8 --block 5', got: '25', allowed: /at most 16 sites/, remedy: /smaller --block/ },
  { words: 'exact --size 4 --block 2 --buffer 1', got: /= 4 x 4/, allowed: /leaves an environment on the 4 x 4/, remedy: /smaller --buffer/ },
  { words: 'exact --size 4,6,8,2', got: '4,6,8,2', allowed: /from one to three sides/, remedy: /--size 4,6/ },
  { words: 'study ising --small --quick', got: '--small and --quick', allowed: /one size/, remedy: /leave one of them out/ },
  { words: 'plan own.json --small', got: 'own.json', allowed: /a preset/, remedy: /smaller config/ },
  { words: 'exact --size 2', got: '2', allowed: /from 3 to/, remedy: /--size 4/ },
  { words: 'exact --size inf', got: 'Infinity', allowed: /from 3 to/, remedy: /--size 4/ },
  { words: 'exact --block 1.5', got: '1.5', allowed: /at least 1 site/, remedy: /--block 2/ },
  { words: 'exact --temperature 0', got: '0', allowed: /at least \|J\| \/ 20/, remedy: /--temperature 0\.5/ },
  { words: 'exact --coupling 0', got: '0', allowed: /other than 0/, remedy: /-1/ },
  { words: 'exact --boundary helical', got: 'helical', allowed: /periodic, cylinder, open/, remedy: /--boundary periodic/ },
  { words: 'exact --filter unifrom', got: 'unifrom', allowed: /uniform, boundary, staggered/, remedy: /did you mean uniform\?/ },
  { words: 'exact --filter missing.json', got: /ENOENT/, allowed: /can be read/, remedy: /check the path/ },
  { words: 'exact --model gaussian --correlation 1', got: '1', allowed: /between -1 and 1/, remedy: /--correlation 0\.5/ },
  { words: 'exact --model gaussian --dimension 0', got: '0', allowed: /1 or more/, remedy: /--dimension 1/ },
  { words: 'exact --model gaussian --temperature 2', got: '--temperature', allowed: /--correlation/, remedy: /leave --temperature out/ },
  { words: 'exact --model chain --size 4 --block 2 --buffer 1', got: /= 4/, allowed: /leaves an environment on the ring of 4/, remedy: /smaller --buffer/ },
  { words: 'exact --model chain --block 17', got: '17', allowed: /from 1 to 16/, remedy: /--block 2/ },
  { words: 'exact --model nosuch', got: 'nosuch', allowed: /ising, chain, gaussian/, remedy: /--model ising/ },
  { words: 'exact --chains 32', got: '--chains', allowed: /--temperature/, remedy: /--help|did you mean/ },
  { words: 'train --filter unifrom', got: 'unifrom', allowed: /staggered/, remedy: /did you mean uniform\?/ },
  { words: 'train --filter nosuch.json', got: /ENOENT|no such/, allowed: /file that can be read/, remedy: /path/ },
  { words: 'train --seed -1', got: '-1', allowed: /at least 0|from 0/, remedy: /seed/ },
  { words: 'train --adapter nosuch', got: 'nosuch', allowed: /adapter called/, remedy: /doctor/, code: 1 },
  { words: 'sample --adapter nosuch', got: 'nosuch', allowed: /adapter called/, remedy: /doctor/, code: 1 },
  // Refused on the strength of the adapter's limits, before any work.
  {
    words: lastOfEach(['train', ...TINY, '--hidden', '1024,1024', '--replicas', '65535']).join(' '),
    got: /\d+ bytes/,
    allowed: /at most \d+ bytes/,
    remedy: /--replicas \d+, which fit/,
    code: 1,
  },
  { words: 'sample --size 4096 --chains 1048576', got: /\d{9,}/, allowed: /memory/, remedy: /fewer --(chains|replicas)/, code: 1 },
];

/** What is refused before anything of this process is asked for needs no process of its own, except for one of each kind. */
const PROCESS = ['trian', 'train --size 15', 'train --sites nosuch.json', 'sample --adapter nosuch', 'exact --size 8 --block 5'];

for (const { words, ...expected } of CASES) {
  const start = words.startsWith('bench') || PROCESS.includes(words) ? run : inside;
  test(`blockspin ${words}`, async () => checkRefused(await start(words.split(' ')), expected));
}

test('the cases that have a process of their own are among the cases', () => {
  for (const words of PROCESS)
    assert.ok(
      CASES.some((one) => one.words === words),
      words,
    );
});

test('no words at all: the help, but not on stdout and not as a success', async () => {
  const ran = await run([]);
  assert.is(ran.code, 2);
  assert.is(ran.out, '');
  assert.match(ran.err, 'Usage:');
});

test('--debug shows the stack below the message', async () => {
  const ran = await run(['train', '--size', '15', '--debug']);
  assert.is(ran.code, 2);
  assert.is(messages(ran).length, 1);
  assert.ok(stackLines(ran).length > 2);
});

test('a results folder that holds another run is refused and left alone', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'summary.json'), 'precious');
    const ran = await inside(['train', ...TINY, '--out', folder]);
    checkRefused(ran, { got: 'summary.json', allowed: /new or empty folder/, remedy: /another folder/, code: 1 });
    assert.is(readFileSync(join(folder, 'summary.json'), 'utf8'), 'precious');
    assert.not(existsSync(join(folder, 'config.json')));
  });
});

test('filter files that hold no filter', async () => {
  await inFolder(async (folder) => {
    const at = (name: string, content: string | Uint8Array) => {
      writeFileSync(join(folder, name), content);
      return ['exact', '--filter', join(folder, name)];
    };
    for (const [words, expected] of [
      [at('a.json', '[1, 1, 1]'), { got: '3', allowed: /multiple of 4 weights/, remedy: /--block/ }],
      [at('b.json', '[1, 1, '), { got: /JSON/, allowed: /JSON array/, remedy: /\[\[1, 1, 1, 1\]\]/ }],
      [at('c.json', '{"filter": 1}'), { got: '{"filter":1}', allowed: /JSON array/, remedy: /\[\[1/ }],
      [at('d.json', '[1, 1, null, "x"]'), { got: 'null', allowed: /finite numbers/, remedy: /\[\[1/ }],
      [at('e.json', '[]'), { got: '0', allowed: /multiple of 4/, remedy: /weight/ }],
      [at('f.json', JSON.stringify(new Array(20).fill(1))), { got: '5', allowed: /from 1 to 4 components/, remedy: /filter/ }],
      [at('g.npy', 'text'), { got: /74 65/, allowed: /\.npy file/, remedy: /numpy\.save/ }],
    ] as const) {
      checkRefused(await inside(words), expected);
    }
  });
});

test('results folders that cannot be written', async () => {
  await inFolder(async (folder) => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    mkdirSync(join(folder, 'empty'));
    // Root may write anywhere, so the paths are impossible rather than forbidden.
    for (const out of [file, join(file, 'below'), '/dev/null/x', '/proc/nope/x']) {
      checkRefused(await inside(['train', ...TINY, '--out', out]), {
        got: /ENOTDIR|ENOENT|EEXIST/,
        allowed: /can be written/,
        remedy: /another folder/,
        code: 1,
      });
    }
    checkRefused(await inside(['train', ...TINY, '--out=']), { got: 'empty name', allowed: /folder/, remedy: /--out / });
  });
});

test('a run refused for its memory leaves no folder behind', async () => {
  await inFolder(async (folder) => {
    const out = join(folder, 'run');
    assert.is((await inside(lastOfEach(['train', ...TINY, '--hidden', '1024,1024', '--replicas', '65535', '--out', out]))).code, 1);
    assert.not(existsSync(out));
  });
});

test('a reader that stops reading does not make the program fail', async () => {
  // The pipe is closed before anything is written to it.
  const script = `
    const child = require('node:child_process').spawn(process.execPath, [${JSON.stringify(program)}, '--help'], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.destroy();
    child.on('close', (code) => console.log(code));
  `;
  const ran = await runNode(['-e', script]);
  assert.is(ran.out, '0\n');
  assert.is(ran.err, '');
});

test.run();
