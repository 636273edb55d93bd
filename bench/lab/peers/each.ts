/** The programs that make the same training step: started once, then asked for one window at a time. */
import { cpus } from 'node:os';
import type { Sizes } from '../../step.ts';
import type { Absent, Ready } from './catalogue.ts';
import { Peer, PeerError } from './talk.ts';

/** train.c has room for so many threads. */
const MOST_THREADS = 64;
export const cores = () => Math.min(cpus().length, MOST_THREADS);

/** @throws what is not the peer's fault */
function failure(name: string, error: unknown): Absent {
  if (!(error instanceof PeerError)) throw error;
  return { name, state: 'failed', reason: error.message };
}

/**
 * Starts one peer after the other, hands each that learns to the body, and stops it before the next one starts, so that
 * only one of them holds memory.
 * @returns those that do not take part, and why
 */
export async function eachPeer(entries: readonly (Ready | Absent)[], sizes: Sizes, replicas: number, body: (peer: Peer) => Promise<void>): Promise<Absent[]> {
  const absent: Absent[] = [];
  for (const entry of entries) {
    if ('state' in entry) {
      absent.push(entry);
      continue;
    }
    if (replicas > 1 && !entry.ensembles) continue;
    const peer = new Peer(entry.name, entry.start, sizes, replicas, cores());
    try {
      await peer.validate();
      await body(peer);
    } catch (error) {
      absent.push(failure(entry.name, error));
    } finally {
      await peer.close();
    }
  }
  return absent;
}
