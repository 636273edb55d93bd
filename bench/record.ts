/** The result of one row: a line of JSON that can be read without the others. */
import type { AdapterRecord } from '../src/gpu/adapter.ts';
import type { Device } from '../src/gpu/device.ts';
import type { Bottleneck, Floor } from './floor.ts';
import type { Spread } from './numbers.ts';
import type { Effort, Row, Work } from './row.ts';

/** Adapter, versions and machine of a run of the benchmark; the same in all its lines. */
export interface Setting {
  adapter: AdapterRecord & { backend: string };
  limits: Record<string, number>;
  features: string[];
  versions: Record<string, string>;
  /** Commit of the sources, with a + where files differ from it; 'unknown' outside of a repository. */
  commit: string;
  /** When the run began, ISO 8601. */
  date: string;
  /** Processor, cores and memory, on which a software adapter runs. */
  machine: Record<string, string | number>;
}

/** Times in seconds of one run, rates in units per second. */
export interface Measured {
  rate: Spread;
  wall: Spread;
  /** Sum of the times of all dispatches, by timestamps of the GPU; null where it has none. */
  gpu: Spread | null;
  /** Timed intervals, and runs in each. */
  samples: number;
  runs_per_sample: number;
  work: Work;
  /** Speed relative to the calibration in the neighbouring intervals: runs, or counted units, per run of the calibration. */
  calibrated: Spread;
  /** Seconds of one run, or of one counted unit, at the speed that the machine had beside the row. */
  floor: Floor | null;
  bound_by: Bottleneck;
  /** Part of the rate that the floor allows; null for the floors themselves. */
  fraction: number | null;
}

interface Head extends Setting {
  format: 'blockspin-bench-1';
  group: string;
  name: string;
  sizes: Row['sizes'];
  unit: string;
  effort: Effort['name'];
}

/** A row that was validated and timed, one that failed its validation, or one that does not fit the adapter. */
export type BenchRecord = Head & (({ outcome: 'timed' } & Measured) | { outcome: 'failed' | 'refused'; message: string });
/** The line of a row that was timed. */
export type Timed = Extract<BenchRecord, { outcome: 'timed' }>;

/** The fields of a line that are known before the row is run. */
export const headOf = ({ group, name, sizes, unit }: Row, effort: Effort, setting: Setting): Head => ({
  format: 'blockspin-bench-1',
  group,
  name,
  sizes,
  unit,
  effort: effort.name,
  ...setting,
});

const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
] as const;

/** Adapter, limits and features of the device. */
export function describeDevice({ gpu, adapter }: Device): Pick<Setting, 'adapter' | 'limits' | 'features'> {
  // Dawn alone says which of the system's interfaces it uses.
  const { backendType } = (gpu.adapterInfo ?? {}) as { backendType?: string };
  return {
    adapter: { ...adapter, backend: backendType ?? (adapter.origin === 'browser' ? 'browser' : 'vulkan') },
    limits: Object.fromEntries(LIMITS.map((name) => [name, gpu.limits[name]])),
    features: [...gpu.features].sort(),
  };
}

/**
 * Reads the lines of a file of `--out`.
 * @throws Error naming the first line that is not of this format
 */
export function readRecords(text: string): BenchRecord[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, i) => {
      const record = parsed(line);
      if (record?.format !== 'blockspin-bench-1') throw new Error(`line ${i + 1} is no line of this benchmark`);
      return record;
    });
}

function parsed(line: string): BenchRecord | undefined {
  try {
    return JSON.parse(line) as BenchRecord;
  } catch {
    return undefined;
  }
}
