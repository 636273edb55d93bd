/** A shader that does not compile: the message leads to the real file and line, and shows the place. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BlockspinError } from '../../src/core/errors.ts';
import * as relaxedShader from '../../src/gen/shaders/coarse/relaxed.ts';
import * as signShader from '../../src/gen/shaders/coarse/sign.ts';
import type { Declaration } from '../../src/gpu/declaration.ts';
import { locate } from '../../src/gpu/kernel.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { root } from '../support/root.ts';

/** A declaration whose source has one piece replaced. Compiled kernels are known by their path, hence one of its own. */
function broken(declaration: Declaration, piece: string, replacement: string): Declaration {
  assert.is(declaration.source.split(piece).length, 2, `"${piece}" occurs once`);
  return { ...declaration, path: `${declaration.path} with ${replacement}`, source: declaration.source.replace(piece, replacement) };
}

/** The 1-based line of a file that contains a piece of text. */
function lineOf(file: string, piece: string): number {
  return (
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(piece)) + 1
  );
}

async function compileError(declaration: Declaration, constants: Record<string, number>): Promise<BlockspinError> {
  const device = await theDevice();
  const error = await device.kernels.get(declaration, constants).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.instance(error, BlockspinError);
  device.check();
  return error as BlockspinError;
}

test.after(closeDevice);

test('an error in the shader itself, after a library', async () => {
  const piece = 'let noise = log(u) - log(1.0 - u);';
  const error = await compileError(broken(relaxedShader.forward, piece, 'let noise = log(uu) - log(1.0 - u);'), { K: 1, C: 1, da_add: 0 });
  const line = lineOf('shaders/coarse/relaxed.wgsl', piece);
  assert.is(error.code, 'shader');
  assert.match(error.message, `shader shaders/coarse/relaxed.wgsl:${line}:`);
  assert.match(error.message, 'uu');
  const lines = error.message.split('\n');
  const at = lines.findIndex((text) => text.includes(` ${line} | `) && text.includes('log(uu)'));
  assert.ok(at > 0, 'the line is shown with its number in the file');
  assert.is(lines[at + 1].indexOf('^'), lines[at].indexOf('uu'), 'the mark stands below the word');
  assert.match(lines[at - 1], ` ${line - 1} | `);
});

test('an error in a library names the library', async () => {
  const piece = 'let a1 = a >> 16u;';
  const error = await compileError(broken(relaxedShader.forward, piece, 'let a1 = a >> 16.5;'), { K: 1, C: 1, da_add: 0 });
  assert.match(error.message, `shader shaders/lib/philox.wgsl:${lineOf('shaders/lib/philox.wgsl', piece)}:`);
  assert.match(error.message, '16.5');
});

test('a syntax error', async () => {
  const piece = 'if (id.x >= K * C) { return; }';
  const error = await compileError(broken(signShader.forward, piece, 'if (id.x >= K * C) { return;'), { K: 1, C: 1 });
  assert.match(error.message, 'shader shaders/coarse/sign.wgsl:');
  assert.match(error.message, '^');
});

test('an error that only shows with the constants names file and entry point', async () => {
  const piece = '@workgroup_size(64)';
  const error = await compileError(broken(signShader.forward, piece, '@workgroup_size(K)'), { K: 1 << 20, C: 1 });
  assert.match(error.message, 'shaders/coarse/sign');
  assert.match(error.message, '(forward)');
});

test('locate: lines of the assembled source back to their files', () => {
  const [[library, count], [file]] = relaxedShader.forward.lines;
  assert.equal(locate(relaxedShader.forward, 1), { file: library, line: 1 });
  assert.equal(locate(relaxedShader.forward, count), { file: library, line: count });
  assert.equal(locate(relaxedShader.forward, count + 1), { file, line: 1 });
});

test.run();
