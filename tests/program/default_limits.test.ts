/** Samplers and trainings on a device with WebGPU's default limits and no features give the bits of one that asks for all it can get. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { openDevice } from '../../native/node/adapters.ts';
import type { Device } from '../../src/gpu/device.ts';
import { ChippingChains } from '../../src/model/chipping/chains.ts';
import { DimerChains } from '../../src/model/dimers/chains.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { ClusterChains } from '../../src/model/ising/cluster.ts';
import { IsingLattice } from '../../src/model/ising/lattice.ts';
import { TemperedChains } from '../../src/model/ising/tempering.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { train } from '../../src/train/train.ts';
import { samplerRuns, TRAININGS, trainingRuns } from '../support/same_bits.ts';

const library = { ChippingChains, DimerChains, IsingChains, ClusterChains, IsingLattice, TemperedChains, train };

/** Dawn's adapters, once a device has been opened. */
const adapters = () => (globalThis as unknown as { GPUAdapter: { prototype: GPUAdapter } }).GPUAdapter.prototype;

/** A device for which neither limits nor features are requested. */
async function openDefault(): Promise<Device> {
  const asked = adapters().requestDevice;
  adapters().requestDevice = function (this: GPUAdapter) {
    return asked.call(this, {});
  };
  try {
    return await openDevice();
  } finally {
    adapters().requestDevice = asked;
  }
}

const large = await openDevice();
const small = await openDefault();
test.after(() => {
  large.close();
  small.close();
});

/** Kept short: one run for each family of kernels. `npm run test:wgpu` has all of them. */
const WANTED = [/^sample ising (6|64) tile/, /^sample (lattice 64|cluster 34|dimers 6|chipping)/, /^train default$/];

test('the two devices differ: the defaults of WebGPU, and what the product asks for', () => {
  assert.equal([small.gpu.limits.maxStorageBufferBindingSize, small.gpu.limits.maxBufferSize], [2 ** 27, 2 ** 28]);
  assert.ok(large.gpu.limits.maxBufferSize > small.gpu.limits.maxBufferSize || large.timestamps, 'the adapter offers nothing beyond the defaults');
  assert.is(small.timestamps, false);
});

test('trainings that only `npm run test:wgpu` runs have settings that the program takes', () => {
  assert.ok(Object.keys(TRAININGS).length > 10);
  for (const input of Object.values(TRAININGS)) trainConfig(input);
});

const runsOn = (device: Device) =>
  [...samplerRuns(library, device), ...trainingRuns(library, device)].filter(({ name }) => WANTED.some((one) => one.test(name)));
const theirs = new Map(runsOn(small).map((run) => [run.name, run.bits]));

for (const { name, bits } of runsOn(large)) {
  test(`${name}: the same bits`, async () => {
    const found = await bits();
    assert.match(found, /[0-9a-f]{8}/);
    assert.is(await theirs.get(name)?.(), found);
  });
}

test('control: other spins have another hash', async () => {
  const [one, other] = samplerRuns(library, large).filter(({ name }) => /^sample ising (6|64) tile true/.test(name));
  assert.is.not(await one.bits(), await other.bits());
});

test.run();
