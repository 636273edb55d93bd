/** Every import line of src/: downward only, nothing of Node, GPU types in src/gpu alone. */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { importsOf, sourcesOf } from '../support/imports.ts';
import { root } from '../support/root.ts';
import { codeOf } from '../support/source.ts';

const PACKAGES = ['zod', 'vega', 'vega-lite', 'zarrita', 'yaml', 'h5wasm', 'fflate', 'ml-matrix', 'wgsl_reflect', 'delaunator'];
const STAGES = ['sample', 'view', 'coarse', 'critic', 'bound', 'optim'];
/** What each folder may import beside itself; each list spells out a row of the order. */
const BELOW: Record<string, readonly string[]> = {};
BELOW.core = [];
BELOW.gpu = ['core', 'gen'];
BELOW.space = ['core'];
BELOW.graph = ['core', 'gpu', 'gen'];
for (const stage of STAGES) BELOW[stage] = ['core', 'gpu', 'space', 'graph', 'gen'];
/** Models move and measure chains; they never see views, critics, files or the trainer. */
BELOW.model = ['core', 'gpu', 'space', 'graph', 'gen', 'sample'];
/** Plain arrays: nothing of the GPU. */
BELOW.analysis = ['core'];
BELOW.exact = ['core'];
/** Draws what chains and filters hold, where it lies. */
BELOW.show = ['core', 'gpu', 'gen'];
/** Parameters of a model from its configurations. */
BELOW.infer = ['core', 'gpu', 'space', 'graph', 'gen', 'optim', 'model'];
BELOW.train = ['core', 'gpu', 'space', 'graph', 'gen', ...STAGES, 'model', 'analysis'];
BELOW.store = [...BELOW.train, 'train'];
BELOW.study = [...BELOW.store, 'store'];
/** A report reads results as plain data, also those of a study, and no files. */
BELOW.report = [...BELOW.train, 'train', 'study', 'infer'];
/** What a page shows of a training while it learns; exact values of small systems stand beside it. */
BELOW.lab = [...BELOW.train, 'train', 'show', 'report', 'exact'];
BELOW.cli = [...BELOW.study, 'study', 'infer', 'report', 'exact'];
/** Files of src/ itself: the surface may name everything, the version is for everyone. */
const TOP: Record<string, readonly string[]> = { 'index.ts': Object.keys(BELOW), 'version.ts': [] };
const FOR_EVERYONE = 'version.ts';

/** Of the WebGPU API: GPUDevice, GPUBufferUsage, GPU itself, and the way to it. */
const GPU_NAME = /\b(GPU|GPU[A-Z]\w*|navigator\s*\.\s*gpu)\b/;

const folderOf = (file: string) => (file.includes('/') ? file.split('/')[0] : '');

/** What is wrong with one import, or undefined. */
function wrong(file: string, target: string): string | undefined {
  if (!target.startsWith('.')) {
    const name = target
      .split('/')
      .slice(0, target.startsWith('@') ? 2 : 1)
      .join('/');
    return PACKAGES.includes(name) ? undefined : `${target} is not one of the packages ${PACKAGES.join(', ')}`;
  }
  const to = posix.normalize(posix.join(posix.dirname(file), target));
  if (to.startsWith('..')) return `${target} leads out of src/`;
  if (!target.endsWith('.ts')) return `${target} is not a .ts file`;
  const [from, into] = [folderOf(file), folderOf(to)];
  if (to === FOR_EVERYONE || (from === into && from !== '')) return undefined;
  const allowed = from === '' ? TOP[file] : BELOW[from];
  if (!allowed) return `${from === '' ? file : `folder ${from}`} has no place in the order`;
  return allowed.includes(into) ? undefined : `${from || file} may not import ${into || to}`;
}

/** Violations of one file, as 'file:line: what'. */
function violations(file: string, text: string): string[] {
  const found: string[] = [];
  for (const { target, line } of importsOf(text)) {
    const reason = wrong(file, target);
    if (reason) found.push(`src/${file}:${line}: ${reason}`);
  }
  if (folderOf(file) !== 'gpu') {
    codeOf(text)
      .split('\n')
      .forEach((line, i) => {
        const name = GPU_NAME.exec(line)?.[1];
        if (name) found.push(`src/${file}:${i + 1}: names ${name} outside src/gpu`);
      });
  }
  return found;
}

/** Files of src/ as paths from there. */
const sources = () => sourcesOf(['src']).map((file) => file.slice('src/'.length));

test('imports of src/ go downward, to src/ or the allowed packages, and only src/gpu names GPU types', () => {
  const files = sources();
  assert.ok(files.length > 40, `${files.length} files`);
  const found = files.flatMap((file) => violations(file, readFileSync(join(root, 'src', file), 'utf8')));
  assert.equal(found, [], `\n${found.join('\n')}\n`);
});

test('every folder of src/ has a place in the order, and every place a folder', () => {
  const folders = [...new Set(sources().map(folderOf))].filter((folder) => folder !== '').sort();
  assert.equal(folders, Object.keys(BELOW).sort());
});

test('every relative import names a file that is there', () => {
  let imports = 0;
  for (const file of sources()) {
    for (const { target } of importsOf(readFileSync(join(root, 'src', file), 'utf8'))) {
      if (!target.startsWith('.')) continue;
      imports += 1;
      assert.ok(existsSync(join(root, 'src', posix.dirname(file), target)), `${file} imports ${target}`);
    }
  }
  assert.ok(imports > 100, `${imports} imports were read`);
});

// Negative controls: what must be caught, one fabricated line each.
for (const [file, line, reason] of [
  ['core/errors.ts', "import { readFileSync } from 'node:fs';", /node:fs is not one of the packages/],
  ['core/errors.ts', "import fs from 'fs';", /fs is not one of the packages/],
  ['core/errors.ts', "import 'webgpu';", /webgpu is not one of the packages/],
  ['store/results.ts', "const { create } = await import('webgpu');", /webgpu is not one of the packages/],
  ['report/html.ts', "export * from '@sparticuz/chromium/x';", /not one of the packages/],
  ['core/shape.ts', "import { Plan } from '../gpu/plan.ts';", /core may not import gpu/],
  ['gpu/plan.ts', "import type { Tape } from '../graph/tape.ts';", /gpu may not import graph/],
  ['graph/tape.ts', "import { gather } from '../view/gather.ts';", /graph may not import view/],
  ['critic/linear.ts', "import { infonce } from '../bound/infonce.ts';", /critic may not import bound/],
  ['view/gather.ts', "export { IsingChains } from '../model/ising/chains.ts';", /view may not import model/],
  ['analysis/filters.ts', "import type { Device } from '../gpu/device.ts';", /analysis may not import gpu/],
  ['exact/ising.ts', "import { checkIsing } from '../model/ising/options.ts';", /exact may not import model/],
  ['model/ising/chains.ts', "import { gauge } from '../../analysis/filters/filter.ts';", /model may not import analysis/],
  ['train/train.ts', "import {\n  table,\n} from '../report/report.ts';", /:3: train may not import report/],
  ['report/report.ts', "import type { Files } from '../store/files.ts';", /report may not import store/],
  ['report/report.ts', "import { run } from '../cli/run.ts';", /report may not import cli/],
  ['cli/run.ts', "import { openDevice } from '../../native/node/adapters.ts';", /leads out of src/],
  ['train/train.ts', "import { train } from '../index.ts';", /train may not import index.ts/],
  ['new/thing.ts', "import { internal } from '../core/errors.ts';", /folder new has no place/],
  ['core/shape.ts', "import { elements } from './shape';", /is not a .ts file/],
  ['train/ensemble.ts', 'function f(buffer: GPUBuffer) {}', /:1: names GPUBuffer/],
  ['optim/adam.ts', '// a remark\nconst usage = GPUBufferUsage.STORAGE;', /:2: names GPUBufferUsage/],
  ['cli/doctor.ts', 'await navigator.gpu.requestAdapter();', /names navigator.gpu/],
] as const) {
  test(`control: ${file} with ${line.replace(/\s+/g, ' ')}`, () => {
    const found = violations(file, line);
    assert.is(found.length, 1, found.join('\n'));
    assert.match(found[0], reason);
  });
}

test('control: what is allowed, and what only looks like an import or a type, is let through', () => {
  for (const [file, text] of [
    ['gpu/open.ts', "import * as shader from '../gen/shaders/gpu/known_answer.ts';\nlet gpu: GPUDevice;"],
    ['train/train.ts', "import { gauge } from '../analysis/filters/filter.ts';\nimport { z } from 'zod';"],
    ['report/figures.ts', "const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);"],
    ['cli/run.ts', "import { VERSION } from '../version.ts';"],
    ['core/errors.ts', "// import fs from 'fs'\n/* a GPUBuffer */\nconst text = 'a GPU or a GPUBuffer';"],
  ] as const) {
    assert.equal(violations(file, text), []);
  }
});

test.run();
