/**
 * docs/own-model.md: its code as it stands there, against the built package alone; the sampler against complete enumeration of
 * the 4 x 4 torus; a training with a given filter against the exact I(H:E); wrong records, wrong shaders.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transform } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Device } from '../../src/gpu/device.ts';
import type { Model } from '../../src/model/model.ts';
import { exactHardSquares } from '../support/hard_squares.ts';
import { type Library, library, runNode } from '../support/program.ts';
import { root } from '../support/root.ts';
import { typeErrors } from '../support/type_errors.ts';

const page = readFileSync(join(root, 'docs/own-model.md'), 'utf8');
const [record, program] = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text]) => text);
const [kernel] = [...page.matchAll(/```wgsl\n([\s\S]*?)```/g)].map(([, text]) => text);
// Inside the repository, so that the package finds itself by its name.
const folder = join(root, 'dist/example/own_model');
const STAGGERED = [1, -1, -1, 1];

let blockspin: Library;
let device: Device;
let hardSquares: Model;

test.before(async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'hard_squares.wgsl'), kernel);
  for (const [name, text] of [
    ['hard_squares', record],
    ['run', program],
  ]) {
    writeFileSync(join(folder, `${name}.ts`), text);
    const { code } = await transform(text, { loader: 'ts', format: 'esm' });
    writeFileSync(
      join(folder, `${name}.mjs`),
      code.replace("'./hard_squares.ts'", "'./hard_squares.mjs'").replace('"./hard_squares.ts"', '"./hard_squares.mjs"'),
    );
  }
  blockspin = await library();
  device = await blockspin.openDevice();
  ({ hardSquares } = (await import(pathToFileURL(join(folder, 'hard_squares.mjs')).href)) as { hardSquares: Model });
});

test.after(() => device.close());

test('the example is short, and imports nothing but the package and Node', () => {
  assert.ok(record.split('\n').length <= 50, `${record.split('\n').length} lines`);
  const imported = [...`${record}${program}`.matchAll(/from '([^']+)'/g)].map(([, from]) => from);
  assert.equal([...new Set(imported)].sort(), ['./hard_squares.ts', 'blockspin', 'node:fs/promises']);
});

/** Means over chains, with errors: (density, order) of each temperature. */
async function sampled(temperatures: readonly number[], start = 0) {
  const scope = device.scope('test');
  try {
    const points = temperatures.flatMap((t) => [t, t, t, t]);
    const chains = hardSquares.chains(scope, { settings: { size: 4 }, points, seed: 5 + start });
    await chains.advance({ first: 0, groups: points.length }, 60, async () => {});
    const found = [];
    for (const [i, t] of temperatures.entries()) {
      const series = await chains.measure({ first: 4 * i, groups: 4 }, 48, 4, async () => {});
      found.push(chains.observables(series, t));
    }
    return found;
  } finally {
    scope.dispose();
  }
}

// Six comparisons with |z| < 4: one in 2600 seeds would fail.
test('density and order against enumeration, at three temperatures; a wrong activity is found', async () => {
  const before = { ...device.live };
  const temperatures = [0.6, 1.5, Number.POSITIVE_INFINITY];
  const found = await sampled(temperatures);
  for (const [i, { density, order }] of found.entries()) {
    const exact = exactHardSquares(4, Math.exp(1 / temperatures[i]), STAGGERED);
    for (const [what, { mean, error }, truth] of [
      ['density', density, exact.density],
      ['order', order, exact.order],
    ] as const) {
      assert.ok(error > 0 && Math.abs(mean - truth) < 4 * error, `T = ${temperatures[i]}: ${what} ${mean} ± ${error}, exact ${truth}`);
    }
    const wrong = exactHardSquares(4, 1.1 * Math.exp(1 / temperatures[i]), STAGGERED);
    assert.ok(Math.abs(density.mean - wrong.density) > 4 * density.error, 'control');
  }
  assert.equal(device.live, before, 'device.live returns to its start');
});

test('no two neighbours are occupied, and the same seed gives the same bits', async () => {
  const words = async (seed: number) => {
    const scope = device.scope('test');
    const chains = hardSquares.chains(scope, { settings: { size: 6 }, points: [1, 1], seed });
    await chains.advance({ first: 0, groups: 2 }, 9, async () => {});
    const state = await chains.state.read();
    scope.dispose();
    return state;
  };
  const state = await words(3);
  for (let i = 0; i < state.length; i++) {
    const [g, y, x] = [Math.floor(i / 36), Math.floor(i / 6) % 6, i % 6];
    assert.is(state[i] & state[g * 36 + y * 6 + ((x + 1) % 6)], 0);
    assert.is(state[i] & state[g * 36 + ((y + 1) % 6) * 6 + x], 0);
  }
  assert.ok(state.some((word) => word !== 0));
  assert.equal(await words(3), state);
  assert.not.equal(await words(4), state);
});

test('a checkpoint holds all that the future depends on', async () => {
  const scope = device.scope('test');
  const chains = hardSquares.chains(scope, { settings: { size: 6 }, points: [1], seed: 3 });
  const onward = async () => {
    await chains.advance({ first: 0, groups: 1 }, 5, async () => {});
    return chains.state.read();
  };
  await onward();
  const kept = await blockspin.checkpoint(chains);
  const first = await onward();
  assert.not.equal(await onward(), first);
  blockspin.restore(chains, kept);
  assert.equal(await onward(), first);
  scope.dispose();
});

const SMALL = { size: 4, block: 2, buffer: 0, shell: 1, replicas: 1, steps: 150, refine: 150, chains: 256, heldOut: 256, evaluations: 64, hidden: [32] };

// The bound is below the truth by what the critic has not learned, and the estimate scatters by its error.
test('a training with a given filter measures the exact I(H:E), one that learns stays below I(V:E)', async () => {
  const exact = exactHardSquares(4, Math.exp(1 / 0.6), STAGGERED);
  const common = { ...SMALL, model: hardSquares, temperature: 0.6 };
  const { summary } = await blockspin.train(device, { ...common, filter: STAGGERED, freeze: true });
  const { mean, error } = summary.points[0].information;
  assert.ok(error > 0 && error < 0.02, `± ${error}`);
  assert.ok(mean < exact.informationHE + 4 * error && mean > exact.informationHE - 4 * error - 0.01, `${mean} ± ${error}, exact ${exact.informationHE}`);
  const uniform = exactHardSquares(4, Math.exp(1 / 0.6), [1, 1, 1, 1]).informationHE;
  assert.ok(uniform < exact.informationHE - 8 * error - 0.01, `control: another filter has ${uniform}`);
  assert.is(JSON.parse(JSON.stringify(summary)).config.model, 'hard squares');

  const learned = (await blockspin.train(device, { ...common, seed: 2 })).summary.points[0];
  assert.ok(learned.information.mean < exact.informationVE + 4 * learned.information.error);
  assert.ok(learned.information.mean > exact.informationHE / 2, `${learned.information.mean} of ${exact.informationHE}`);
  assert.equal(Object.keys(learned.autocorrelation).sort(), ['burn', 'chains', 'density', 'halves', 'order', 'spacing']);
});

test('the program of the page runs', async () => {
  const { code, out, err } = await runNode([join(folder, 'run.mjs')], { cwd: root });
  assert.is(code, 0, err);
  assert.match(out, /^I\(H:E\) = 0\.\d+ ± 0\.\d+ nats, staggered filter\n$/);
});

test('its types are right; those of a wrong record and of settings that it does not have are not', () => {
  const wrong = (name: string, text: string, piece: string, other: string) => {
    assert.ok(text.includes(piece));
    writeFileSync(join(folder, name), text.replace(piece, other));
    return join(folder, name);
  };
  // One run of the compiler for all files.
  const files = [
    join(folder, 'run.ts'),
    wrong('wrong_record.ts', record, "support: 'sites'", "support: 'corners'"),
    wrong('wrong_setting.ts', program, 'size: 8', 'coupling: 8'),
  ];
  const errors = typeErrors(...files);
  const of = (name: string) => errors.split('\n').filter((line) => /^\S/.test(line) && line.includes(name));
  assert.equal(of('wrong_record.ts').length + of('wrong_setting.ts').length, errors.split('\n').filter((line) => /^\S/.test(line)).length, errors);
  assert.ok(of('wrong_record.ts').length > 0 && of('wrong_setting.ts').length > 0, errors);
  assert.match(errors, /corners/);
  assert.match(errors, /'coupling' does not exist in type/);
});

test.run();
