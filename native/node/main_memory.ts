/** How much main memory there is for this process. */
import { readFileSync } from 'node:fs';
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
  const all = Math.min(totalmem(), limit, Math.max(0, addressSpaceLeft() - SOFTWARE_ADAPTER));
  if (process.platform === 'darwin') return PART.ofAll * all;
  return Math.min(PART.ofAll * all, PART.ofFree * Math.min(all, availableMemory?.() || freemem()));
}

/** Address space that a software adapter maps for itself: with less, SwiftShader ends the process by a segmentation fault (tried with `ulimit -v`). */
const SOFTWARE_ADAPTER = 2 ** 30;

/** Bytes this process may still map, where `ulimit -v` or a batch system limits that; infinity where nothing does. */
export function addressSpaceLeft(read: (file: string) => string = (file) => readFileSync(`/proc/self/${file}`, 'utf8')): number {
  try {
    const limit = /^Max address space\s+(\d+)/m.exec(read('limits'))?.[1];
    if (limit === undefined) return Number.POSITIVE_INFINITY;
    const used = /^VmSize:\s*(\d+) kB/m.exec(read('status'))?.[1] ?? '0';
    return Number(limit) - 1024 * Number(used);
  } catch {
    // No /proc: nothing is known.
    return Number.POSITIVE_INFINITY;
  }
}

/** @returns why no adapter can be opened in the address space that is left, or undefined */
export function noRoom(left: number = addressSpaceLeft()): string | undefined {
  if (left >= 1.25 * SOFTWARE_ADAPTER) return undefined;
  const mebibytes = (bytes: number) => Math.max(0, Math.floor(bytes / 2 ** 20));
  return `an address space of ${mebibytes(left)} MiB, and drivers take ${mebibytes(1.25 * SOFTWARE_ADAPTER)} MiB: raise the limit (ulimit -v unlimited, or more memory of the batch system)`;
}
