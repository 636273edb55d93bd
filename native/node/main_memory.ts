/** How much main memory there is for this process. */
import { freemem, totalmem } from 'node:os';

/** Part of the machine that one process may take, and of what nobody uses now. */
const PART = { ofAll: 0.6, ofFree: 0.9 };

/**
 * Bytes this process may take: a software adapter is killed by the system rather than refused when it takes too much, and
 * before that the machine swaps. Limits of a container count where Node knows them; what is free is what the system could give
 * without swapping, which macOS does not say.
 */
export function mainMemory(): number {
  const { availableMemory, constrainedMemory } = process as { availableMemory?: () => number; constrainedMemory?: () => number | undefined };
  const limit = constrainedMemory?.() || Number.POSITIVE_INFINITY;
  const all = Math.min(totalmem(), limit);
  if (process.platform === 'darwin') return PART.ofAll * all;
  return Math.min(PART.ofAll * all, PART.ofFree * Math.min(all, availableMemory?.() || freemem()));
}
