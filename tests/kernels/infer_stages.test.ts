/** Inferences that stop in the middle of each stage go on to the numbers of one that did not stop, bit for bit. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { infer } from '../../src/infer/infer.ts';
import { comeToRest } from '../../src/infer/rest.ts';
import type { InferStages, Stage } from '../../src/infer/stages.ts';
import { PLAIN } from '../../src/model/tissue/parameters.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { golden, goldenPatch, meshOfPatch } from '../support/tissue.ts';
import { whiteSnapshot } from '../support/tissue_snapshots.ts';

test.after(closeDevice);

const TRUTH = { ...PLAIN, shape: 3.55, chirality: 0.2, smoothing: 0.03, area: golden.perturbed_growth.parameters.A0 as number[] };
const start = meshOfPatch(goldenPatch());
const snapshot = { mesh: whiteSnapshot(comeToRest(start, start.positions, TRUTH, 0).mesh, 1e-3, 1), parameters: { smoothing: 0.03, area: TRUTH.area } };
const SETTINGS = { nudge: 1, steps: 20, inner: 4, starts: 2, replicas: 3, time: 4 };

/** Stages in memory, looked at after every part of the work. @param names of all that were kept */
function inMemory(names: Set<string>): InferStages {
  const kept = new Map<string, Stage>();
  return {
    apart: 0,
    find: async (name) => kept.get(name),
    keep: async (name, stage) => {
      names.add(name);
      kept.set(name, structuredClone(stage));
    },
    forget: async (name) => {
      kept.delete(name);
    },
  };
}

const numbersOf = (result: object) => ({ ...result, seconds: undefined });

test('fits, snapshots and refits that were stopped half-way go on bit for bit', async () => {
  const device = await theDevice();
  const whole = await infer(device, snapshot, SETTINGS);
  const names = new Set<string>();
  const stages = inMemory(names);
  let began = 0;
  // Within the fits, the snapshots of the bootstrap (its first half), and the refits.
  for (const [where, far] of [
    ['fits', 0.3],
    ['fits', 0.9],
    ['bootstrap', 0.2],
    ['bootstrap', 0.7],
  ] as const) {
    const progress = async (stage: 'fits' | 'bootstrap', fraction: number) => {
      began += stage === 'fits' ? 1 : 0;
      if (stage === where && fraction > far) throw new Error('stop');
    };
    let stopped = '';
    await infer(device, snapshot, SETTINGS, { stages, progress }).catch(({ message }: Error) => {
      stopped = message;
    });
    assert.is(stopped, 'stop', `${where} ${far}`);
  }
  const before = began;
  const resumed = await infer(device, snapshot, SETTINGS, {
    stages,
    progress: async (stage) => {
      began += stage === 'fits' ? 1 : 0;
    },
  });
  assert.is(began, before, 'fits are not made again');
  assert.equal(numbersOf(resumed), numbersOf(whole));
  assert.equal([...names].sort(), ['digits', 'fits', 'fits-running', 'refits', 'refits-running', 'snapshots', 'snapshots-running']);
  // Control: with other settings the numbers are others.
  assert.not.equal(numbersOf(await infer(device, snapshot, { ...SETTINGS, seed: 2 })), { ...numbersOf(whole) });
});

test.run();
