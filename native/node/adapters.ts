/** Finds a WebGPU adapter for Node: hardware first, then a system software adapter, then the embedded one. */
import { join } from 'node:path';
import type { AdapterReport } from '../../src/cli/host.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import { phrase, setting } from '../../src/core/phrase.ts';
import type { AdapterRecord } from '../../src/gpu/adapter.ts';
import type { Device } from '../../src/gpu/device.ts';
import { describeAdapter, openOn } from '../../src/gpu/open.ts';
import { nodeClock } from './clock.ts';
import { loadEmbeddedLoader, packageFolder } from './embedded.ts';
import { driverFiles, driversAreChosen, LOADER, load } from './loader.ts';
import { mainMemory, noRoom } from './main_memory.ts';
import { takingLines } from './native_lines.ts';

export interface Search {
  candidates: AdapterReport[];
  /** Candidates that could not be examined, with the reason; and the lines of native code. */
  notes: string[];
  /** Errors of installed drivers that do not work, to be reported even if another adapter is used. */
  troubles: string[];
  device?: Device;
}

const HELD = Symbol.for('blockspin.gpus');

/**
 * Asks a new Dawn instance for its adapter. The instance must stay reachable for the life of the process: once V8 collects
 * it, the next asynchronous call of any of its devices is a use after free.
 * @param said gets the lines that Dawn, the loader and drivers write meanwhile
 */
async function request(name: string, said: Set<string>): Promise<GPUAdapter | null> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const holder = globalThis as { [HELD]?: GPU[] };
  holder[HELD] ??= [];
  const held = holder[HELD];
  return takingLines(() => {
    // Rounded to 65 us, as for web pages, the times of a profile would say nothing.
    const gpu = create([`adapter=${name}`, 'disable-dawn-features=timestamp_quantization']);
    held.push(gpu);
    return gpu.requestAdapter({ powerPreference: 'high-performance' });
  }, said);
}

/** Names of all adapters the loader offers; Dawn lists them when asked for one that does not exist. */
async function names(said: Set<string>): Promise<string[]> {
  try {
    await request('(list)', said);
  } catch (error) {
    return [...(error as Error).message.matchAll(/backend: 'vulkan', name: '(.*)'/g)].map((match) => match[1]);
  }
  return [];
}

async function withDrivers<T>(files: string | undefined, action: () => Promise<T>): Promise<T> {
  const before = process.env.VK_DRIVER_FILES;
  if (files !== undefined) process.env.VK_DRIVER_FILES = files;
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

async function list(origin: string, said: Set<string>): Promise<Found[]> {
  const found: Found[] = [];
  for (const name of await names(said)) {
    const adapter = await request(name, said);
    if (adapter) found.push({ adapter, record: { ...describeAdapter(adapter, origin), name } });
  }
  return found;
}

/**
 * Adapters of the system's drivers. On a system without a Vulkan loader the embedded loader is used, so that a
 * machine with only a GPU driver works. The loader gets the paths of the drivers, and is not called without drivers.
 */
async function ofSystem({ notes, troubles }: Search): Promise<Found[]> {
  const said = new Set<string>();
  const chosen = driversAreChosen(process.env);
  const files = driverFiles(process.env);
  const missing = load(LOADER);
  const lendable = packageFolder() !== undefined;
  let found: Found[] = [];
  if (missing === undefined) found = await list('system', said);
  else {
    notes.push(`system: no Vulkan loader (${missing})${lendable ? '; the embedded one is lent to its drivers' : ''}`);
    if (lendable) await lend(notes);
  }
  if (found.length === 0 && !chosen && files.length === 0) notes.push('system: no Vulkan driver in any folder vulkan/icd.d');
  else if (found.length === 0 && (missing === undefined ? !chosen : lendable)) {
    found = await withDrivers(chosen ? undefined : files.join(':'), () => list('system', said));
  }
  const lines = [...said].join('; ');
  if (lines !== '') notes.push(`system: Dawn, the Vulkan loader or a driver said: ${lines}`);
  if (found.length === 0 && (chosen || files.length > 0)) troubles.push(`system: ${lines || 'no adapter'}`);
  return found;
}

/** Loads the embedded loader; what cannot be is a note, not the end. @returns the folder of its driver */
async function lend(notes: string[]): Promise<string | undefined> {
  try {
    const { folder, notes: more } = await loadEmbeddedLoader();
    notes.push(...more.map((note) => `embedded: ${note}`).filter((note) => !notes.includes(note)));
    return folder;
  } catch (error) {
    const note = `embedded: cannot be unpacked and loaded (${(error as Error).message})`;
    if (!notes.includes(note)) notes.push(note);
    return undefined;
  }
}

/** The software adapter that comes with npm. */
async function embedded({ notes }: Search): Promise<Found[]> {
  if (!packageFolder()) {
    notes.push('embedded: the package @sparticuz/chromium is not installed; run npm ci');
    return [];
  }
  const folder = await lend(notes);
  if (folder === undefined) return [];
  const said = new Set<string>();
  const found = await withDrivers(join(folder, 'vk_swiftshader_icd.json'), () => list('embedded', said));
  if (said.size > 0) notes.push(`embedded: Dawn, the Vulkan loader or a driver said: ${[...said].join('; ')}`);
  return found;
}

/**
 * Looks for adapters and opens the best one.
 * @param wanted 'system', 'embedded', or part of an adapter's name; undefined takes the first that works
 * @param everything also examine adapters after the first that works (for the doctor)
 */
export async function search(wanted: string | undefined, everything = false): Promise<Search> {
  const result: Search = { candidates: [], notes: [], troubles: [] };
  const consider = async (found: Found[]) => {
    const hardwareFirst = [...found.filter((f) => !f.record.software), ...found.filter((f) => f.record.software)];
    for (const { adapter, record } of hardwareFirst) {
      if (result.device && !everything) return;
      const { candidate, device, failed } = await judge(adapter, record, wanted, result.device === undefined);
      result.candidates.push(candidate);
      if (failed && result.device === undefined) result.troubles.push(`${record.name}: ${candidate.reason}`);
      result.device ??= device;
    }
  };
  const tight = noRoom();
  if (tight) return { ...result, notes: [tight] };
  if (wanted !== 'embedded') await consider(await ofSystem(result));
  if (wanted !== 'system' && (everything || result.device === undefined)) await consider(await embedded(result));
  return result;
}

async function judge(
  adapter: GPUAdapter,
  record: AdapterRecord,
  wanted: string | undefined,
  take: boolean,
): Promise<{ candidate: AdapterReport; device?: Device; failed?: boolean }> {
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
  const said = new Set<string>();
  try {
    // A software adapter uses main memory. If it takes too much, the system kills the process instead of refusing the allocation.
    const memory = mainMemory();
    const budget = record.software ? memory : undefined;
    const attend = <T>(call: () => T): T => takingLines(call, said);
    const device = await openOn(adapter, record.origin, { budget, mainMemory: memory, clock: nodeClock, attend });
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
    return { candidate: { ...base, verdict: 'refused', reason: [(error as Error).message, ...said].join('; ') }, failed: true };
  }
}

/**
 * Opens a device for Node.
 * @param options.adapter 'system', 'embedded' or part of a name; default: the environment variable BLOCKSPIN_ADAPTER
 * @param options.say gets one line where an installed driver does not work and another adapter is used
 * @throws BlockspinError when no adapter works, naming each one tried
 */
export async function openDevice(options: { adapter?: string; say?: (line: string) => void } = {}): Promise<Device> {
  const wanted = options.adapter ?? (process.env.BLOCKSPIN_ADAPTER || undefined);
  const { device, candidates, notes, troubles } = await search(wanted);
  if (device) {
    if (troubles.length > 0) options.say?.(afterTroubles(troubles, device).message);
    return device;
  }
  const tried = [...candidates.map((c) => `${c.adapter.name} (${c.reason})`), ...notes].join('; ');
  throw new BlockspinError({
    setting: 'adapter',
    expected: wanted ? `an adapter called "${wanted}" that works` : 'a WebGPU adapter that works',
    got: tried || 'none found',
    remedy: phrase`run \`npx blockspin doctor\` for the whole list; ${setting('adapter', 'embedded')} needs nothing but npm`,
    code: 'adapter',
  });
}

function afterTroubles(troubles: readonly string[], { adapter }: Device): BlockspinError {
  return new BlockspinError({
    who: 'adapter',
    expected: "the system's Vulkan drivers to work",
    got: troubles.join('; '),
    remedy: `${adapter.name} is taken instead; run \`npx blockspin doctor\` for the whole list`,
    code: 'adapter',
  });
}
