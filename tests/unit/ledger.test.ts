/** A ledger counts what would be allocated, in a process that has no device and no WebGPU. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Ledger } from '../../src/gpu/ledger.ts';
import type { Capacity } from '../../src/gpu/memory.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { Scope } from '../../src/gpu/scope.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { Ensemble } from '../../src/train/ensemble/ensemble.ts';
import { planMemory } from '../../src/train/ensemble/memory.ts';

/** A graphics card that nobody here has. */
const CARD: Capacity = {
  adapter: { name: 'card', vendor: 'none', architecture: '', driver: '', origin: 'paper', software: false },
  largestBuffer: 2 ** 31,
  budget: 2 ** 36,
  mainMemory: 2 ** 37,
  live: { buffers: 0, bytes: 0 },
};

test('buffers are counted as a device pads them, and stay counted', () => {
  const ledger = new Ledger(CARD);
  const scope = new Scope(ledger, 'scope');
  scope.tensor('f32', [5], 'five');
  scope.upload('u32', [2, 2], 'four', new Uint32Array(4)).write(new Uint32Array(4));
  scope.dispose();
  assert.equal(ledger.buffers, [
    { label: 'scope.five', bytes: 32 },
    { label: 'scope.four', bytes: 16 },
  ]);
  assert.is(ledger.bytes, 48);
});

test('a whole ensemble is laid out without WebGPU, in shards as large as the card binds', () => {
  assert.type((globalThis as { GPUBufferUsage?: unknown }).GPUBufferUsage, 'undefined');
  const config = trainConfig({ size: 16, temperature: [2, 2.27], replicas: 1000 });
  const ledger = new Ledger(CARD);
  new Ensemble(ledger, config, 250).dispose();
  assert.ok(ledger.bytes > 1e8, `${ledger.bytes} bytes`);
  assert.ok(planMemory(CARD, config).shardSize >= 2000, 'one shard');
  const small = planMemory({ ...CARD, largestBuffer: 2 ** 24 }, config);
  assert.ok(small.shardSize < 2000, `shards of ${small.shardSize}`);
  assert.throws(() => planMemory({ ...CARD, budget: 1e6 }, config), /memory for the ensemble: expected at most 1000000 bytes on card/);
});

test('forms of kernels follow the adapter that is counted for', () => {
  const listing = (software: boolean) => {
    const ensemble = new Ensemble(new Ledger({ ...CARD, adapter: { ...CARD.adapter, software } }), trainConfig({}));
    return ensemble.plans.training.toString();
  };
  assert.match(listing(true), 'critic/linear_bits_tall.forward');
  assert.not.match(listing(true), 'critic/tower');
  assert.not.match(listing(false), 'linear_bits_tall');
  assert.match(listing(false), 'critic/tower.backward ');
});

test('single buffers that the card does not bind are refused; what is only counted is neither run nor read', async () => {
  // A device has its limits by getters.
  const card = {
    adapter: CARD.adapter,
    get largestBuffer() {
      return 1000;
    },
  };
  const scope = new Scope(new Ledger(Object.create(card)), 'scope');
  const options = { size: 64, coupling: 1, temperatures: [2], seed: 1 };
  assert.throws(() => new IsingChains(scope, options), /memory for spins: expected at most 1000 bytes in one buffer on card, got 16384 bytes/);
  assert.throws(() => new Plan(scope.memory, 'plan').run(), /internal: plan plan/);
  const message = await scope
    .tensor('f32', [1], 'x')
    .read()
    .catch((error: Error) => error.message);
  assert.match(String(message), /internal: scope\.x is read, and stands in a ledger only/);
});

test.run();
