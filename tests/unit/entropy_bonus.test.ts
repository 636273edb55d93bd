/** Which trainings have an entropy bonus, and that it is gone in the second half of a training. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Ledger } from '../../src/gpu/ledger.ts';
import { schedule } from '../../src/optim/schedule.ts';
import { type TrainInput, trainConfig } from '../../src/train/config/config.ts';
import { Ensemble } from '../../src/train/ensemble/ensemble.ts';
import type { Phase } from '../../src/train/ensemble/phases.ts';

const adapter = { name: 'card', vendor: 'none', architecture: '', driver: '', origin: 'paper', software: false };
const CARD = { adapter, largestBuffer: 2 ** 31, budget: 2 ** 36, mainMemory: 2 ** 37, live: { buffers: 0, bytes: 0 } };

/** Dispatches of the bonus in the plan of a phase. */
function bonuses(input: object, phase: Phase = 'training'): string[] {
  const ensemble = new Ensemble(new Ledger(CARD), trainConfig(input as TrainInput));
  const found = ensemble.plans[phase].toString().match(/entropy_bonus\.\w+/g);
  ensemble.dispose();
  return found ?? [];
}

test('components of several states have one while the filter learns; spins, sampled H and discrete H have none', () => {
  const both = ['entropy_bonus.forward', 'entropy_bonus.backward'];
  assert.equal(bonuses({ states: 3 }), both);
  assert.equal(bonuses({ entropyBonus: 0.5 }), both);
  assert.equal(bonuses({ inputs: 'products' }), both);
  for (const input of [{}, { components: 3 }, { states: 3, entropyBonus: 0 }, { inputs: 'products', entropyBonus: 0 }, { states: 3, bound: 'infonce' }])
    assert.equal(bonuses(input), []);
  for (const phase of ['refining', 'validating', 'evaluating'] as const) assert.equal(bonuses({ states: 3 }, phase), []);
});

test('it falls linearly to exactly nothing at half of the steps, and is nothing where none is asked for', () => {
  const column = (bonus?: number) =>
    Array.from(schedule({ steps: 8, rate: 0.1, cooldown: 0.25, ...(bonus === undefined ? {} : { bonus }) })).filter((_, i) => i % 4 === 3);
  assert.equal(column(2), [2, 1.5, 1, 0.5, 0, 0, 0, 0]);
  assert.equal(column(), new Array(8).fill(0));
});

test.run();
