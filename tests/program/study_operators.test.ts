/** Tables of operators of a study as a user runs them: measured, found done, and asked for wrongly. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder } from '../support/program.ts';
import { TINY_TRAIN } from '../support/study.ts';

test.after(closeDevice);

const T_C = 2.269185314213022;
const TINY = { name: 'tiny', train: { ...TINY_TRAIN, size: 8 }, grid: { temperature: T_C, buffer: 0 }, runs: 1 };
const TABLE = { temperature: T_C, sizes: [12, 16, 24], filters: ['uniform', 'energy'], block: 2, chains: 64, measurements: 4 };

function write(folder: string, operators: object[]): string {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ ...TINY, operators }));
  return file;
}

test('blockspin operators: one table, with its rows, once; the report draws it', async () => {
  await inFolder(async (parent) => {
    const folder = join(parent, 'study');
    assert.is((await inside(['plan', write(parent, [TABLE]), '--out', folder])).code, 0);
    const ran = await inside(['operators', folder, '--json']);
    assert.is(ran.code, 0, ran.err);
    const [table] = JSON.parse(ran.out).operators;
    assert.equal([table.index, table.outcome, table.theory.name], [0, 'done', 'critical Ising model, c = 1/2']);
    const odd = table.rows.find(({ sector }: { sector: string }) => sector === 'odd');
    assert.equal([odd.operator, odd.point, odd.method, odd.gain], ['uniform', 'A1', 'distance, torus', null]);
    assert.ok(odd.renormalised.mean > 0 && odd.renormalised.mean < 0.3, JSON.stringify(odd));
    assert.equal(
      table.lattices.map(({ size }: { size: number }) => size),
      [12, 16, 24],
    );
    const files = readdirSync(join(folder, 'operators'));
    assert.is(files.length, 1);
    const again = await inside(['operators', folder]);
    assert.match(again.out, /operators 0 \(T = 2\.269\d+, L = 12, 16, 24\)\n {2}critical Ising model/);
    assert.match(again.out, /odd A1: uniform/);
    const reported = await inside(['report', folder]);
    assert.is(reported.code, 0, reported.err);
    const html = readFileSync(join(folder, 'report.html'), 'utf8');
    assert.match(html, /Operators and their dimensions[\s\S]*Generalised eigenvalues/);
    const { operators } = JSON.parse(readFileSync(join(folder, 'analysis.json'), 'utf8'));
    assert.is(operators.rows[0].rows.length, table.rows.length);
  });
});

for (const [wrong, said] of [
  [{ ...TABLE, filters: ['unifrom'] }, /operators\.0\.filters: expected found, names out of uniform, energy.*did you mean uniform/],
  [{ ...TABLE, filters: [{ name: 'w', weights: [[1, 2, 3]] }] }, /operator w: expected 4 weights for each logit/],
  [{ ...TABLE, sizes: [24, 16] }, /operators\.0\.sizes: expected ascending sides/],
  [{ ...TABLE, near: 20 }, /operators\.0\.near: expected at most half of the largest lattice, 12/],
  [{ ...TABLE, filters: ['found'], block: 3 }, /operators\.0\.block: expected the block of the study/],
  [{ ...TABLE, direction: 'both' }, /operators\.0\.direction: expected .*all.*axes/],
  [{ ...TABLE, measurments: 4 }, /operators\.0: expected keys out of .*, got measurments; did you mean measurements/],
] as const) {
  test(`refused: ${said.source.slice(0, 60)}`, async () => {
    await inFolder(async (parent) => {
      const ran = await inside(['plan', write(parent, [wrong]), '--out', join(parent, 'study')]);
      assert.is(ran.code, 2, ran.err);
      assert.match(ran.err, said);
    });
  });
}

test('a study without tables, and a model without sectors', async () => {
  await inFolder(async (parent) => {
    assert.is((await inside(['plan', write(parent, []), '--out', join(parent, 'study')])).code, 0);
    assert.match((await inside(['operators', join(parent, 'study')])).err, /expected a study with operators, got none/);
    writeFileSync(join(parent, 'config.json'), JSON.stringify({ train: { model: 'chipping', block: 4 }, operators: [TABLE] }));
    assert.match(
      (await inside(['plan', join(parent, 'config.json'), '--out', join(parent, 'other')])).err,
      /expected a model whose operators are sorted by symmetry: ising/,
    );
  });
});

test.run();
