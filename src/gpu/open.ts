import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import * as shader from '../gen/shaders/gpu/known_answer.ts';
import type { AdapterRecord } from './adapter.ts';
import { Device, type Surroundings } from './device.ts';
import { Plan } from './plan.ts';

/** Philox-4x32-10 and Threefry-4x32-20 of all zeros and all ones: Random123's kat_vectors. */
const COUNTERS = [...new Array<number>(4).fill(0), ...new Array<number>(4).fill(0xffffffff)];
const ANSWERS = [
  [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  [0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8],
  [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  [0x2a881696, 0x57012287, 0xf6c7446e, 0xa16a6732],
].flat();

/** The adapter's description of itself. */
export function describeAdapter(adapter: GPUAdapter, origin: string): AdapterRecord {
  const { vendor, architecture, device, description } = adapter.info;
  const software =
    adapter.info.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|softpipe|warp|basic render/i.test(`${device} ${description} ${architecture}`);
  return {
    name: device || description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter',
    vendor,
    architecture,
    driver: description,
    origin,
    software,
  };
}

interface Opening extends Surroundings {
  /** How the host calls native code that may write to its terminal; by default a plain call. */
  attend?: <T>(call: () => T) => T;
}

/**
 * Opens a device on an adapter with as much memory as it offers, and runs a kernel whose answer is published:
 * an adapter that accepts work without doing it (Dawn's null backend does) must never produce a result.
 * @throws BlockspinError when the device cannot be opened or answers wrongly
 */
export async function openOn(adapter: GPUAdapter, origin: string, { attend = (call) => call(), ...surroundings }: Opening = {}): Promise<Device> {
  const record = describeAdapter(adapter, origin);
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const requiredFeatures: GPUFeatureName[] = adapter.features.has('timestamp-query') ? ['timestamp-query'] : [];
  const requiredLimits = { maxBufferSize, maxStorageBufferBindingSize };
  const gpu = await attend(() => adapter.requestDevice({ label: 'blockspin', requiredFeatures, requiredLimits }));
  const device = new Device(gpu, record, surroundings);
  try {
    await proveDevice(device);
  } catch (error) {
    device.close();
    throw error;
  }
  return device;
}

async function proveDevice(device: Device): Promise<void> {
  const scope = device.scope('known answer');
  const x = scope.upload('u32', [2, 4], 'x', Uint32Array.from(COUNTERS));
  const y = scope.tensor('u32', [4, 4], 'y');
  const plan = await new Plan(device, 'known answer').dispatch(shader.answer, {}, { x, y }, [2]).compile();
  plan.run();
  const answer = await y.read();
  scope.dispose();
  if (!ANSWERS.every((word, i) => word === answer[i])) {
    throw new BlockspinError({
      who: `adapter ${device.adapter.name}`,
      expected: 'the published words of two random generators',
      got: Array.from(answer.subarray(0, 4), (word) => word.toString(16)).join(' '),
      remedy: phrase`this adapter does not run kernels correctly; choose another ${setting('adapter')}`,
      code: 'adapter',
    });
  }
}
