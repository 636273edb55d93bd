/** Exact values that the page has at hand: the best binary H of the smallest system, by temperature. */
import { BEST } from './exact_table.ts';
import type { LabSettings } from './settings.ts';
import { modelOf } from './settings.ts';

/** An exact value under its name. */
export interface ExactValue {
  /** I(H:E), nats. */
  value: number;
  label: string;
}

/** Largest side whose sums take less than a minute in a worker. */
const LARGEST_SIDE = 12;
/** The best of all functions of a larger block takes too long. */
const LARGEST_BLOCK = 3;
/** Temperatures nearer than this are the same. */
const SAME = 5e-4;

type System = Pick<LabSettings, 'model' | 'size' | 'block' | 'buffer' | 'temperature'>;

/** Whether the best H of a system can be computed exactly; for some patches of a tiling the sums turn out to be too large. */
export function hasExact({ size, block, buffer, ...settings }: System): boolean {
  if (modelOf(settings).view === 'tiling') return true;
  return modelOf(settings).coupling !== undefined && size <= LARGEST_SIDE && block <= LARGEST_BLOCK && block + 2 * buffer < size;
}

/** The value of the table, or undefined. Of the antiferromagnet it is the same: every second spin flipped, it is the ferromagnet. */
export function tabled(system: System): ExactValue | undefined {
  const { size, block, buffer, temperature } = system;
  if (!hasExact(system) || size !== BEST.size || block !== BEST.block || buffer !== BEST.buffer) return undefined;
  const row = BEST.rows.find(([t]) => Math.abs(t - temperature) < SAME);
  return row && { value: row[1], label: 'best H, exact' };
}
