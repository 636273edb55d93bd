/** How much main memory there is for this process. */
import { freemem, totalmem } from 'node:os';

/** Part of the machine's memory that one process may take, and part of the memory that is free now. */
const PART = { ofAll: 0.6, ofFree: 0.9 };

/**
 * Bytes this process may take. A software adapter that takes too much is killed by the system instead of being refused, and
 * before that the machine swaps. Limits of a container count where Node knows them. Free memory is what the system could give
 * without swapping; macOS does not report it.
 */
export function mainMemory(): number {
  const { availableMemory, constrainedMemory } = process as { availableMemory?: () => number; constrainedMemory?: () => number | undefined };
  const limit = constrainedMemory?.() || Number.POSITIVE_INFINITY;
  const all = Math.min(totalmem(), limit);
  if (process.platform === 'darwin') return PART.ofAll * all;
  return Math.min(PART.ofAll * all, PART.ofFree * Math.min(all, availableMemory?.() || freemem()));
}
