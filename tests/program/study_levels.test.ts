/** The study of docs/studies.md that iterates, on the device: trained, coarsened, trained again, reported, and resumed to the same bits. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { LevelFlows } from '../../src/study/analyse/levels.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder } from '../support/program.ts';
import { root } from '../support/root.ts';

test.after(closeDevice);

const [, text] = /## Levels[\s\S]*?```json\n([\s\S]*?)```/.exec(readFileSync(join(root, 'docs/studies.md'), 'utf8')) ?? [];

test('the example of the document: three levels at three temperatures, and what the report says of them', async () => {
  await inFolder(async (cwd) => {
    const config = JSON.parse(text as string);
    writeFileSync(join(cwd, 'flow.json'), JSON.stringify(config));
    const ran = await inside('study flow.json --out flow --json'.split(' '), { cwd });
    assert.is(ran.code, 0, ran.err);
    assert.equal(JSON.parse(ran.out).cells, { total: 9, done: 9, running: 0, failed: 0 });
    const of = (name: string) => readFileSync(join(cwd, 'flow', name), 'utf8');
    const [{ flows }] = JSON.parse(of('levels.json')) as LevelFlows[];
    assert.equal(
      flows.map(({ temperature, rows }) => [temperature, rows.map(({ extents }) => extents)]),
      [2, 2.269, 3].map((temperature) => [temperature, [16, 8, 4].map((side) => [side, side])]),
    );
    const energies = flows.map(({ rows }) => rows.map(({ energy }) => energy?.mean ?? Number.NaN));
    // Of the infinite lattice -1.7456, -1.4142 and -0.8173 (Onsager); of 16 x 16 sites within 0.05 of it.
    for (const [i, exact] of [-1.7456, -1.43, -0.8173].entries()) assert.ok(Math.abs(energies[i][0] - exact) < 0.05, `${energies[i]} against ${exact}`);
    // Ordered spins order further, disordered ones become independent.
    assert.ok(energies[0][2] < energies[0][0] && energies[2][2] > energies[2][0] + 0.3, JSON.stringify(energies));
    const [cold, , hot] = flows.map(({ rows }) => rows.map(({ information }) => information.mean));
    assert.ok(hot[2] < hot[0] - 0.05 && cold[2] > hot[2] + 0.3, JSON.stringify(flows));
    assert.match(of('report.html'), /T = 3, buffer 0: information on levels 1 to 3 is .* nats; it falls with the level[\s\S]*From level to level[\s\S]*4 × 4/);
    // One cell again, from the records of those below: the same bytes.
    const before = of('cells/8.json');
    rmSync(join(cwd, 'flow/cells/8.json'));
    assert.is((await inside('cell flow --index 8'.split(' '), { cwd })).code, 0);
    const [one, other] = [before, of('cells/8.json')].map((record) => JSON.parse(record));
    assert.equal([other.chunks, other.level], [one.chunks, one.level]);
  });
});

test.run();
