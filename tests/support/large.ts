/** A study of 20,000 cells on disk, 5,000 of them done, and what the verbs need for it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCell } from '../../src/study/cells/cell.ts';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import type { StudyInput } from '../../src/study/plan/config.ts';
import { program } from './program.ts';
import { MemoryFiles, ORIGIN, pretender, someOwner } from './study.ts';

/** 20 couplings, 2 numbers of components, 100 temperatures, 5 parts of the runs. */
const LARGE: StudyInput = {
  name: 'large',
  train: { size: 8, block: 2, shell: 1, steps: 100, refine: 0 },
  grid: { coupling: { from: 0.5, to: 2, count: 20 }, components: [1, 2], temperature: { from: 1, to: 4, count: 100 }, buffer: [0, 1] },
  runs: 10,
  runsPerCell: 2,
};
/** Every fourth cell is done. */
const EVERY = 4;

/** Writes the study. It is made in memory, where nothing waits for a disk. */
export async function writeLarge(path: string): Promise<{ cells: number; done: number }> {
  const files = new MemoryFiles();
  const folder = await StudyFolder.plan(files, 'study', LARGE, someOwner(1, [1]), ORIGIN);
  const { cells } = folder.plan;
  for (const cell of cells) if (cell.index % EVERY === 0) await runCell(folder, cell, async () => pretender(), ORIGIN);
  const made = new Set<string>();
  for (const [name, bytes] of files.content) {
    const file = join(path, name.slice('study/'.length));
    if (!made.has(dirname(file))) mkdirSync(dirname(file), { recursive: true });
    made.add(dirname(file));
    writeFileSync(file, bytes);
  }
  return { cells: cells.length, done: cells.length / EVERY };
}

/** What a run of the program needed. */
export interface Needed {
  code: number | null;
  out: string;
  err: string;
  /** Processor-seconds, of user and system. */
  processor: number;
  /** The most memory that was resident, bytes. */
  memory: number;
}

const PRELOAD = `data:text/javascript,import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(process.env.NEEDED,JSON.stringify(process.resourceUsage())))`;

/** Runs the built program. @param note where what it needs is written */
export function needed(words: readonly string[], note: string): Needed {
  // A quarter of what is usual; Node itself opens many at once while it loads the packages that draw.
  const line = `ulimit -n 256; exec "$0" "$@"`;
  const ran = spawnSync('sh', ['-c', line, process.execPath, '--import', PRELOAD, program, ...words], {
    env: { ...process.env, NEEDED: note },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(note, 'utf8'));
  return { code: ran.status, out: ran.stdout, err: ran.stderr, processor: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS * 1024 };
}
