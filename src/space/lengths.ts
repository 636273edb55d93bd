/** Lengths that may differ from axis to axis, in words. */
import type { PerAxis } from './window.ts';

/** '2', '2x2x1' or 'rest'. */
export function lengthWords(length: PerAxis | string): string {
  return Array.isArray(length) ? length.join('x') : String(length);
}
