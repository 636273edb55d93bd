/** What one row leaves behind: one line of JSON that says everything about itself. */
import type { AdapterRecord } from '../src/gpu/adapter.ts';
import type { Device } from '../src/gpu/device.ts';
import type { Bound, Floor } from './floor.ts';
import type { Spread } from './numbers.ts';
import type { Effort, Row, Work } from './row.ts';

/** Where and with what a run of the benchmark was made; the same in all its lines. */
export interface Setting {
  adapter: AdapterRecord & { backend: string };
  limits: Record<string, number>;
  features: string[];
  versions: Record<string, string>;
  /** Of the sources, with a + where they were changed since; 'unknown' outside of a repository. */
  commit: string;
  /** When the run began, ISO 8601. */
  date: string;
  /** Processor, cores: what a software adapter runs on. */
  machine: Record<string, string | number>;
}

/** Times are seconds of one run, rates are units per second. */
export interface Measured {
  rate: Spread;
  wall: Spread;
  /** By timestamps of the GPU, without what lies between dispatches; null where there are none. */
  gpu: Spread | null;
  samples: number;
  runs_per_sample: number;
  work: Work;
  /** The speed against that of the calibration in the neighbouring windows: runs, or counted units, while it runs once. */
  calibrated: Spread;
  /** Of one run, or one counted unit: seconds at the speed the machine had beside the row. */
  floor: Floor | null;
  bound_by: Bound;
  /** Of the rate that the floor allows; null for the floors themselves. */
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

/** A row that was validated and timed, one that failed its validation, and one that does not fit the adapter. */
export type BenchRecord = Head & (({ outcome: 'timed' } & Measured) | { outcome: 'failed' | 'refused'; message: string });
export type Timed = Extract<BenchRecord, { outcome: 'timed' }>;

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

/** What the device says of itself. */
export function describeDevice({ gpu, adapter }: Device): Pick<Setting, 'adapter' | 'limits' | 'features'> {
  // Dawn alone says which of the system's interfaces it uses.
  const { backendType } = (gpu.adapterInfo ?? {}) as { backendType?: string };
  return {
    adapter: { ...adapter, backend: backendType ?? (adapter.origin === 'browser' ? 'browser' : 'vulkan') },
    limits: Object.fromEntries(LIMITS.map((name) => [name, gpu.limits[name]])),
    features: [...gpu.features].sort(),
  };
}

/** Lines that `--out` wrote. @throws Error naming the first line that is none */
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
