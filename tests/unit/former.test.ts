/** What version 0.1 stored is read: its names, its settings of choices that were not made, the seeds of its studies. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { planStudy } from '../../src/study/plan/plan.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { currentSettings } from '../../src/train/config/former.ts';
import type { TrainInput } from '../../src/train/config/types.ts';
import { root } from '../support/root.ts';
import { MemoryFiles, someOwner } from '../support/study.ts';

/** Written by blockspin 0.1.0 at commit 915cae66af20: `train --out` of runs that were stopped, and `plan`. */
const stored = (name: string) => readFileSync(join(root, 'tests/golden/stored', name), 'utf8');
const settingsOf = (name: string) => currentSettings(JSON.parse(stored(name)));

const COMMON = {
  block: 2,
  buffer: [0, 1],
  shell: 1,
  steps: 8000,
  refine: 10,
  evaluations: 2,
  evaluationBatch: 64,
  batch: 32,
  hidden: [8],
  replicas: 2,
  learningRate: 0.02,
  heldOut: 128,
  validation: 64,
} satisfies TrainInput;

test('a training that was stored is the same training under the names of now', () => {
  assert.equal(trainConfig(settingsOf('train_ising.json') as TrainInput), trainConfig({ ...COMMON, size: 8, temperature: 2.5, chains: 32 }));
});

test('a setting that the chosen bound has is kept, and none of any other', () => {
  const config = trainConfig(settingsOf('train_chipping.json') as TrainInput);
  assert.equal(config, trainConfig({ ...COMMON, model: 'chipping', size: 8, chippingRate: 2, chains: 32, bound: 'infonce' }));
  assert.equal([config.critic, config.embedding, config.tau], ['separable', 8, { first: 0.5, last: 0.1, decay: 0.005 }]);
  assert.equal(
    ['alpha', 'smileClip', 'dvDecay', 'coupling', 'interaction', 'rate', 'refineRate', 'burn'].filter((key) => key in config),
    [],
  );
});

test('of a training on data nothing is left that belongs to samplers', () => {
  const settings = settingsOf('train_data.json');
  assert.equal(
    ['coupling', 'relaxations', 'sweeps', 'evaluationSweeps', 'density'].filter((key) => key in settings),
    [],
  );
  assert.equal([settings.model, settings.heldOutPart, settings.learningRate], ['data', 0.25, 0.02]);
});

test('a key that no version had is not dropped in silence', () => {
  const settings = currentSettings({ ...JSON.parse(stored('train_ising.json')), stepz: 3 });
  assert.throws(() => trainConfig(settings as TrainInput), /got stepz; did you mean steps\?/);
});

test('a study that was planned is opened with its settings, and its cells have the seeds of now', async () => {
  const files = new MemoryFiles();
  await files.write('study/study.json', new TextEncoder().encode(stored('study.json')));
  const { plan } = await StudyFolder.open(files, 'study', someOwner(1, [1]));
  const { learningRate, relaxations } = plan.config.train;
  assert.equal([learningRate, relaxations, 'rate' in plan.config.train, 'alpha' in plan.config.train], [0.02, 0.5, false, false]);
  assert.equal(
    planStudy(plan.config).cells.map(({ seed }) => seed),
    JSON.parse(stored('study.json')).cells.map(({ seed }: { seed: number }) => seed),
  );
});

test.run();
