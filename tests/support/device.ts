/** One device per test process, and a check that every test gives back what it took. */
import * as assert from 'uvu/assert';
import { openDevice } from '../../native/node/adapters.ts';
import { nodeClock } from '../../native/node/clock.ts';
import { Device } from '../../src/gpu/device.ts';
import type { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import type { Clock } from '../../src/gpu/waiting.ts';

let opened: Promise<Device> | undefined;
/** The same device under an adapter that counts as software or as hardware. */
const countedAs = new Map<boolean, Device>();

type Body = (scope: Scope, device: Device) => Promise<void> | void;

/** The device of this process, opened at the first call; the environment variable BLOCKSPIN_ADAPTER chooses it. */
export function theDevice(): Promise<Device> {
  opened ??= openDevice().then((device) => new PatientDevice(device));
  return opened;
}

/** Shortest nap while the device works, milliseconds. */
const NAP = 0.3;

const { naps } = nodeClock;
const patientClock: Clock = { ...nodeClock, naps: naps && { ...naps, rest: (milliseconds) => naps.rest(Math.max(milliseconds, NAP)) } };

/** A device on which short plans are awaited in naps as well, and no nap is too short: polling took a seventh of the processor time of tests. */
class PatientDevice extends Device {
  constructor({ gpu, adapter, budget, mainMemory }: Pick<Device, 'gpu' | 'adapter' | 'budget' | 'mainMemory'>) {
    super(gpu, adapter, { budget, mainMemory, clock: patientClock });
  }

  override idle(): Promise<void> {
    return super.idle(true);
  }
}

/** Set where native/setup/test_files.mjs runs several files in this process: how many come after this one. */
const files = globalThis as { testFilesLeft?: number };

/** For `test.after`: closes the device, unless it is sound and files come that will use it with all that it has compiled. */
export async function closeDevice(): Promise<void> {
  const device = await opened;
  if (device && files.testFilesLeft && works(device)) return;
  opened = undefined;
  countedAs.clear();
  device?.close();
}

function works(device: Device): boolean {
  try {
    device.check();
    return true;
  } catch {
    return false;
  }
}

/**
 * The body of a test that works in a scope of its own on the device: `test('name', scoped(async (scope) => { ... }))`.
 * Fails when the device then holds more or fewer buffers or bytes than before.
 */
export function scoped(body: Body): () => Promise<void> {
  return inScope(theDevice, body);
}

/** The same on a device that counts as hardware, so that ops take the forms that are made for hardware on every adapter. */
export const scopedAsHardware = (body: Body) => inScope(() => counted(false), body);

/** The same on a device that counts as a software adapter. */
export const scopedAsSoftware = (body: Body) => inScope(() => counted(true), body);

async function counted(software: boolean): Promise<Device> {
  const { gpu, adapter, budget, mainMemory } = await theDevice();
  const known = countedAs.get(software) ?? new PatientDevice({ gpu, adapter: { ...adapter, software }, budget, mainMemory });
  countedAs.set(software, known);
  return known;
}

/** Tests in the form of an op that the adapter asks for, and in the one for hardware. */
export const FORMS = [
  ['', scoped],
  [', as on hardware', scopedAsHardware],
] as const;

function inScope(open: () => Promise<Device>, body: Body): () => Promise<void> {
  return async () => {
    const device = await open();
    const before = { ...device.live };
    const scope = device.scope('test');
    try {
      await body(scope, device);
    } finally {
      scope.dispose();
    }
    device.check();
    assert.equal(device.live, before, 'device.live returns to its start');
  };
}

/** Compiles a plan and runs it. */
export async function execute(plan: Plan, repeats = 1): Promise<void> {
  await plan.compile();
  plan.run(repeats);
}
