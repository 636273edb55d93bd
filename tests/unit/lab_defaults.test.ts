/** The page fills in defaults without the library that checks settings: what comes out is the same. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LAB_MODELS } from '../../src/lab/catalogue.ts';
import { DEFAULTS, fits, type LabSettings } from '../../src/lab/settings.ts';
import { inputOf } from '../../src/lab/stage.ts';
import { type TrainInput, trainConfig } from '../../src/train/config/config.ts';
import { root } from '../support/root.ts';

let folder: string;

test.before(() => {
  folder = mkdtempSync(join(tmpdir(), 'blockspin-defaults-'));
});

test.after(() => rmSync(folder, { recursive: true, force: true }));

/** `trainConfig` as the engine of a model has it. */
async function ofThePage(model: string): Promise<typeof trainConfig> {
  const { liveEngine } = await import(pathToFileURL(join(root, 'native/setup/narrow.mjs')).href);
  const outfile = join(folder, `${model}.mjs`);
  await build({
    entryPoints: [join(root, 'src/train/config/config.ts')],
    bundle: true,
    format: 'esm',
    outfile,
    logLevel: 'error',
    plugins: liveEngine(root, model),
  });
  return (await import(pathToFileURL(outfile).href)).trainConfig;
}

/** Settings by key, in any order; a model by its name. */
const plain = (config: object) => Object.fromEntries(Object.entries(config).map(([key, value]) => [key, key === 'model' ? value.name : value]));

/** Every model at its defaults and at the smallest and the largest of each setting that fits. */
function scenes(): { scene: LabSettings; input: TrainInput }[] {
  return LAB_MODELS.flatMap((model) => {
    const { least, most, usual: temperature } = model.control ?? { least: 1, most: 1, usual: 1 };
    const usual: LabSettings = { ...DEFAULTS, model: model.id, ...model.usually, temperature };
    const further = [
      { size: model.sizes[model.sizes.length - 1], buffer: 0, shell: 5 },
      { temperature: least, replicas: 1 },
      { temperature: most, replicas: 32, seed: 2 ** 31 - 1 },
    ];
    const size = model.view === 'tiling' ? 2 : 64;
    const all = [usual, ...further.map((one) => ({ ...usual, ...one })), ...model.blocks.map((block) => ({ ...usual, size, block }))];
    return all.filter(fits).map((scene) => ({ scene, input: inputOf(model, scene) }));
  });
}

test('settings of a scene have the same defaults in the page, and one that differs would be seen', async () => {
  assert.ok(scenes().length >= 20);
  for (const name of new Set(LAB_MODELS.map(({ settings }) => settings.model))) {
    const page = await ofThePage(name);
    for (const { scene, input } of scenes().filter(({ input }) => input.model === name)) {
      assert.equal(plain(page(input)), plain(trainConfig(input)), JSON.stringify(scene));
      assert.not.equal(plain(page({ ...input, learningRate: 0.02 } as TrainInput)), plain(trainConfig(input)));
    }
  }
});

test.run();
