/** Starts the peers of the training step one after the other. */
import { cpus } from 'node:os';
import type { Sizes } from '../../step.ts';
import type { Absent, Ready } from './catalogue.ts';
import { Peer, PeerError } from './talk.ts';

/** Most threads that train.c can start. */
const MOST_THREADS = 64;
/** Threads of a peer. */
export const cores = () => Math.min(cpus().length, MOST_THREADS);

/** The entry of a peer that failed. @throws errors that are not the peer's */
function failure(name: string, error: unknown): Absent {
  if (!(error instanceof PeerError)) throw error;
  return { name, state: 'failed', reason: error.message };
}

/**
 * Starts each peer, checks that it learns, passes it to the body, and stops it before the next one starts, so that only one
 * of them holds memory.
 * @returns the peers that do not take part, with the reason
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
