/** Design as a user has it: what is asked for wrongly, a design that is stopped and goes on with the same bits, its record and report. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nodeFiles } from '../../native/node/files.ts';
import { owner } from '../../native/node/owner.ts';
import { Lock } from '../../src/store/lock.ts';
import { toJson } from '../../src/store/results.ts';
import { sealedJson } from '../../src/store/training_seal.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder } from '../support/program.ts';
import { type Case, checkRefused } from '../support/refused.ts';

test.after(closeDevice);

const P6MM = 'design --group p6mm --bundle 2-3 --irreps';

const CASES: Case[] = [
  { words: 'design --bundle 2 --irreps G1', got: 'nothing', allowed: /p2.*p4.*p6mm/, remedy: /--group p2/ },
  { words: 'design --group p3 --bundle 2 --irreps G1', got: 'p3', allowed: /p2.*p4.*p6mm/, remedy: /did you mean|--group/ },
  { words: 'design --group p2 --irreps G1', got: 'nothing', allowed: /--bundle/, remedy: /--bundle 2-3/ },
  { words: 'design --group p2 --bundle 3-2 --irreps G1', got: '3-2', allowed: /numbers of bands/, remedy: /--bundle 2-3/ },
  { words: 'design --group p2 --bundle 2-99 --irreps G1', got: '2-99', allowed: /at most 12/, remedy: /--bundle 2-3/ },
  {
    words: `${P6MM} G7;K3;M3+M4`,
    got: 'G7',
    allowed: /irreps of p6mm: G1, G2, G3, G4, G5, G6, K1, K2, K3, M1, M2, M3, M4/,
    remedy: /write for example "G5; K3; M1\+M2"/,
  },
  { words: `${P6MM} G5;;M3+M4`, got: 'nothing', allowed: /irreps of p6mm/, remedy: /write for example/ },
  { words: `${P6MM} G5;K3;M3`, got: /1 at M, where M1 fills 1/, allowed: /fill 2 bands at every momentum/, remedy: /--bundle/ },
  {
    words: `${P6MM} 2G1;2K1;M1+M4`,
    got: /of which .* in every sum of EBRs, and 1 here/,
    allowed: /sums and differences of elementary band representations/,
    remedy: /write for example/,
  },
  {
    words: 'design --group p2 --bundle 2 --irreps G2;X1;Y1;M1',
    got: /even in every sum of EBRs, and odd here/,
    allowed: /elementary band/,
    remedy: /write for example/,
  },
  { words: `${P6MM} G5;K3;M3+M4 --cutoff 1`, got: /plane|waves|\d at [GKM]/, allowed: /plane waves for bands 1 to 4 with these irreps/, remedy: /--cutoff 16/ },
  { words: `${P6MM} G5;K3;M3+M4 --physics tm --eps -1,9`, got: '-1, 9', allowed: /positive everywhere/, remedy: /--eps 1,12/ },
  { words: `${P6MM} G5;K3;M3+M4 --physics tm --eps 9`, got: '[9]', allowed: /2/, remedy: /--eps 1,12/ },
  { words: `${P6MM} G5;K3;M3+M4 --eps 1,9`, got: '1,9', allowed: /nothing beside --physics schroedinger/, remedy: /leave it out, or use --physics tm/ },
  { words: `${P6MM} G5;K3;M3+M4 --out=`, got: 'empty name', allowed: /name of a folder/, remedy: /--out results/ },
  { words: `${P6MM} G5;K3;M3+M4 --shells 0`, got: '0', allowed: /at least 1|from 1/, remedy: /--shells 7/ },
  { words: `${P6MM} G5;K3;M3+M4 --physics phonons`, got: 'phonons', allowed: /schroedinger.*tm/, remedy: /--physics/ },
  { words: `${P6MM} G5;K3;M3+M4 --size 8`, got: '--size', allowed: /--shells/, remedy: /--help|did you mean/ },
];

for (const { words, ...expected } of CASES) {
  test(`blockspin ${words}`, async () => checkRefused(await inside(words.split(' ')), expected));
}

/** The lowest band as an s orbital: found at once. */
const SMALL = 'design --group p6mm --bundle 1 --irreps G1;K1;M1 --shells 2 --cutoff 4 --grid 0 --population 6 --generations 12'.split(' ');

test('a design: stopped after ten generations it goes on and ends with the bits of one that was not', async () => {
  await inFolder(async (cwd) => {
    const whole = await inside([...SMALL, '--out', 'whole'], { cwd });
    assert.is(whole.code, 0, whole.err);
    assert.match(
      whole.out,
      /^band 1: G1; K1; M1; trivial by symmetry, a sum of elementary band representations: \(1a,A1\)\nfull gaps on a grid of 24 × 24 momenta/,
    );
    assert.match(whole.out, /search: 12 generations of 6 candidates; full gaps from generation \d+ on\nwrote whole\/report\.html/);
    const stopped = await inside([...SMALL, '--out', 'parted'], { cwd, stop: /generation 10:/ });
    assert.is(stopped.code, 130, stopped.err);
    assert.match(lastMessage(stopped.err), /got a request to stop; the same command goes on with parted\/design\.json$/);
    assert.equal(readdirSync(join(cwd, 'parted')), ['design.json'], 'no lock is left');
    const of = (folder: string) => JSON.parse(readFileSync(join(cwd, folder, 'design.json'), 'utf8'));
    assert.is(of('parted').state.generations.length, 10);
    const resumed = await inside([...SMALL, '--out', 'parted', '--json'], { cwd });
    assert.is(resumed.code, 0, resumed.err);
    assert.match(resumed.err, /going on after generation 10/);
    assert.equal(of('parted').state, of('whole').state);
    assert.equal(of('parted').findings, of('whole').findings);
    const { config, findings, generations } = JSON.parse(resumed.out);
    assert.equal([config.group, config.bundle, generations.length, findings.bundle.verdict.kind, findings.isolated], ['p6mm', '1', 12, 'trivial', true]);
    assert.equal(
      readdirSync(join(cwd, 'parted/figures'))
        .filter((name) => name.endsWith('.svg'))
        .sort(),
      ['bands.svg', 'profile.svg', 'search.svg', 'wilson.svg'],
    );
    const page = readFileSync(join(cwd, 'parted/report.html'), 'utf8');
    for (const part of ['<h2>Profile', '<h2>Bands', '<h2>Wilson loops', '<h2>Convergence', '<h2>Levels', '\\(1a,A1\\)', 'Half of the loops are computed'])
      assert.match(page, new RegExp(part));
    // What is finished is not judged once more.
    const again = await inside([...SMALL, '--out', 'parted'], { cwd });
    assert.is(again.out, whole.out.replace('whole/', 'parted/'));
    assert.not.match(again.err, /judging/);
  });
});

test('a folder that a design cannot have: other settings, another adapter, damage, another process, something else', async () => {
  await inFolder(async (cwd) => {
    const words = [...SMALL, '--out', 'design'];
    const file = join(cwd, 'design/design.json');
    const stopped = await inside(words, { cwd, stop: /generation \d+:/ });
    assert.is(stopped.code, 130, stopped.err);
    const kept = readFileSync(file, 'utf8');
    const refused = async (more: readonly string[] = []) => lastMessage((await inside([...words, ...more], { cwd })).err);
    assert.match(await refused(['--seed', '2']), /--out design: expected a new folder, or that of the same design, got --seed 1; use a new folder/);
    writeFileSync(file, kept.replace('"sigma"', '"Sigma"'));
    assert.match(
      await refused(),
      /design\/design\.json: expected a whole file of JSON, as it was written, got \d+ bytes with another checksum; use a new folder/,
    );
    writeFileSync(file, '{ "versions": ');
    assert.match(await refused(), /expected a whole file of JSON, as it was written/);
    const { seal: _, ...stored } = JSON.parse(kept);
    writeFileSync(file, await sealedJson({ ...stored, adapter: 'another one' }, toJson));
    assert.match(await refused(), /expected a design begun on .*, got one of another one, .*use that --adapter, or a new folder/);
    writeFileSync(file, kept);
    const lock = (await Lock.take(nodeFiles, join(cwd, 'design/design.lock'), owner)) as Lock;
    assert.match(
      await refused(),
      /expected a folder in which no other process works, got one in which process \d+ on .* has worked since .*; wait for it, or use a new folder/,
    );
    await lock.release();
    assert.is(readFileSync(file, 'utf8'), kept, 'nothing was changed');
    mkdirSync(join(cwd, 'other'));
    writeFileSync(join(cwd, 'other/notes.txt'), 'mine');
    assert.match(
      lastMessage((await inside([...SMALL, '--out', 'other'], { cwd })).err),
      /expected a new or empty folder, got a folder with 1 entry \(notes\.txt\)/,
    );
  });
});

test('without a folder nothing is kept of a design that is stopped, and the message says so', async () => {
  const stopped = await inside([...SMALL], { stop: /generation \d+:/ });
  assert.is(stopped.code, 130, stopped.err);
  assert.match(lastMessage(stopped.err), /nothing was kept: with --out a design that is stopped goes on$/);
});

const lastMessage = (err: string) => err.trimEnd().split('\n').at(-1) as string;

test.run();
