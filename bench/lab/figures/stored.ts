/** Reads the stored lines of docs/benchmarks.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecords } from '../../record.ts';
import { type Kind, type PeersLine, STORED, type Stored } from './page.ts';

/**
 * Reads all files whose names are those of a kind.
 * @throws Error naming a file whose lines are of another kind
 */
export function readStored(folder: string): Stored {
  const stored: Record<Kind, Record<string, unknown[]>> = { table: {}, scaling: {}, peers: {} };
  for (const file of readdirSync(folder).sort()) {
    const [, kind, adapter] = STORED.exec(file) ?? [];
    if (!kind) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    const lines = kind === 'peers' ? peersLines(file, text) : readRecords(text);
    if (lines.length === 0) throw new Error(`${file} is empty`);
    stored[kind as Kind][adapter] = lines;
  }
  return stored as Stored & typeof stored;
}

function peersLines(file: string, text: string): PeersLine[] {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as PeersLine);
  if (lines[0]?.kind !== 'run') throw new Error(`${file}: expected lines of bench:peers, the first of the run`);
  return lines;
}
