/** Finds a WebGPU adapter for Node: hardware first, then a system software adapter, then the embedded one. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AdapterReport } from '../../src/cli/host.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import type { AdapterRecord, Device } from '../../src/gpu/device.ts';
import { describeAdapter, openOn } from '../../src/gpu/open.ts';
import { drowsily } from './drowse.ts';
import { loadEmbeddedLoader, packageFolder } from './embedded.ts';
import { mainMemory } from './main_memory.ts';

export interface Search {
  candidates: AdapterReport[];
  /** What could not even be looked at, and why. */
  notes: string[];
  device?: Device;
}

/** Where NVIDIA's container runtime puts the driver description when the system has no Vulkan loader of its own. */
const EXTRA_DRIVERS = ['/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json'];
const HELD = Symbol.for('blockspin.gpus');

/**
 * A fresh Dawn instance. It is kept reachable for the life of the process: once V8 collects it, the next
 * asynchronous call of any of its devices is a use after free.
 */
async function instance(options: string[]): Promise<GPU> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const gpu = create(options);
  const holder = globalThis as { [HELD]?: GPU[] };
  holder[HELD] ??= [];
  holder[HELD].push(gpu);
  return gpu;
}

/** Names of all adapters the loader offers; Dawn lists them when asked for one that does not exist. */
async function names(): Promise<string[]> {
  try {
    await (await instance(['adapter=(list)'])).requestAdapter();
  } catch (error) {
    return [...(error as Error).message.matchAll(/backend: 'vulkan', name: '(.*)'/g)].map((match) => match[1]);
  }
  return [];
}

async function withDrivers<T>(file: string | undefined, action: () => Promise<T>): Promise<T> {
  const before = process.env.VK_DRIVER_FILES;
  if (file !== undefined) process.env.VK_DRIVER_FILES = file;
  try {
    return await action();
  } finally {
    if (before === undefined) delete process.env.VK_DRIVER_FILES;
    else process.env.VK_DRIVER_FILES = before;
  }
}

interface Found {
  adapter: GPUAdapter;
  record: AdapterRecord;
}

async function list(origin: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const name of await names()) {
    const adapter = await (await instance([`adapter=${name}`])).requestAdapter({ powerPreference: 'high-performance' });
    if (adapter) found.push({ adapter, record: { ...describeAdapter(adapter, origin), name } });
  }
  return found;
}

/**
 * Looks for adapters and opens the best one.
 * @param wanted 'system', 'embedded', or part of an adapter's name; undefined takes the first that works
 * @param everything also look at adapters that are not needed any more (for the doctor)
 */
export async function search(wanted: string | undefined, everything = false): Promise<Search> {
  const result: Search = { candidates: [], notes: [] };
  const consider = async (found: Found[]) => {
    const hardwareFirst = [...found.filter((f) => !f.record.software), ...found.filter((f) => f.record.software)];
    for (const { adapter, record } of hardwareFirst) {
      if (result.device && !everything) return;
      const { candidate, device } = await judge(adapter, record, wanted, result.device === undefined);
      result.candidates.push(candidate);
      result.device ??= device;
    }
  };

  if (wanted !== 'embedded') {
    let system = await list('system');
    if (system.length === 0 && packageFolder()) {
      // No loader or no driver of its own: a machine with a bare GPU driver still works with the embedded loader.
      result.notes.push('system: no Vulkan loader with a driver that Dawn accepts; trying the embedded loader');
      await loadEmbeddedLoader();
      system = await list('system');
      for (const file of EXTRA_DRIVERS.filter((f) => system.length === 0 && existsSync(f))) {
        system = await withDrivers(file, () => list('system'));
      }
    }
    await consider(system);
  }
  if (wanted !== 'system' && (everything || result.device === undefined)) {
    if (packageFolder()) {
      const folder = await loadEmbeddedLoader();
      await consider(await withDrivers(join(folder, 'vk_swiftshader_icd.json'), () => list('embedded')));
    } else {
      result.notes.push('embedded: the package @sparticuz/chromium is not installed; run npm ci');
    }
  }
  return result;
}

async function judge(
  adapter: GPUAdapter,
  record: AdapterRecord,
  wanted: string | undefined,
  take: boolean,
): Promise<{ candidate: AdapterReport; device?: Device }> {
  const { maxBufferSize, maxStorageBufferBindingSize, maxStorageBuffersPerShaderStage, maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupStorageSize } =
    adapter.limits;
  const limits = {
    maxBufferSize,
    maxStorageBufferBindingSize,
    maxStorageBuffersPerShaderStage,
    maxComputeInvocationsPerWorkgroup,
    maxComputeWorkgroupStorageSize,
  };
  const base = { adapter: record, limits, features: [...adapter.features].sort() };
  const byName = wanted !== undefined && wanted !== 'system' && wanted !== 'embedded';
  if (byName && !record.name.toLowerCase().includes(wanted.toLowerCase())) {
    return { candidate: { ...base, verdict: 'refused', reason: `its name does not contain "${wanted}"` } };
  }
  try {
    // A software adapter lives in main memory and is killed by the system rather than refused when it takes too much.
    const memory = mainMemory();
    const device = await openOn(adapter, record.origin, { budget: record.software ? memory : undefined, mainMemory: memory, patience: drowsily });
    Object.assign(device.adapter, record);
    if (take)
      return {
        candidate: {
          ...base,
          verdict: 'taken',
          reason: wanted ? `asked for as "${wanted}"` : 'the first that works, in the order hardware, system software, embedded',
        },
        device,
      };
    device.close();
    return { candidate: { ...base, verdict: 'usable', reason: 'a better one comes before it' } };
  } catch (error) {
    return { candidate: { ...base, verdict: 'refused', reason: (error as Error).message } };
  }
}

/**
 * Opens a device for Node.
 * @param options.adapter 'system', 'embedded' or part of a name; default: the environment variable BLOCKSPIN_ADAPTER
 * @throws BlockspinError when no adapter works, naming each one tried
 */
export async function openDevice(options: { adapter?: string } = {}): Promise<Device> {
  const wanted = options.adapter ?? (process.env.BLOCKSPIN_ADAPTER || undefined);
  const { device, candidates, notes } = await search(wanted);
  if (device) return device;
  const tried = [...candidates.map((c) => `${c.adapter.name} (${c.reason})`), ...notes].join('; ');
  throw new BlockspinError({
    who: '--adapter',
    expected: wanted ? `an adapter called "${wanted}" that works` : 'a WebGPU adapter that works',
    got: tried || 'none found',
    remedy: 'run `npx blockspin doctor` for the whole list; --adapter embedded needs nothing but npm',
    code: 'adapter',
  });
}
