/** What `npm run bench -- bounds` measures and stores: bench/results/bounds-NAME.json is one of these. */
import type { AdapterRecord } from '../../../src/gpu/adapter.ts';
import type { GaussianComparison } from './gaussians.ts';
import type { KeptRow } from './kept.ts';
import type { TimeRow } from './times.ts';
import type { Known } from './torus.ts';
import type { TrainedRow } from './trained.ts';

/** Parts that can be measured alone. */
export const PARTS = ['kept', 'time', 'trained', 'gaussians'] as const;
/** Name of a part. */
export type Part = (typeof PARTS)[number];

/** All parts with the settings, adapter and machine of the measurement. */
export interface BoundComparison {
  adapter: AdapterRecord;
  versions: Record<string, string>;
  cores: number;
  processor: string | undefined;
  /** Wall time by part. */
  seconds: Partial<Record<Part, number>>;
  settings: object;
  unit: 'nats';
  exact: Known[];
  kept: KeptRow[];
  time: TimeRow[];
  trained: TrainedRow[];
  gaussians: GaussianComparison;
}
