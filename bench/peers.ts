/** The programs of bench/peers that make the same training step: started once, then asked for one window at a time. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Sizes } from './step.ts';

const FOLDER = join(import.meta.dirname, '../../bench/peers');
const INSTALL = 'npm install --prefix bench/peers --no-package-lock';
const ANSWER_MS = 300_000;

/** How one peer is started: its command, or why it cannot be and what to do about it. */
interface Entry {
  name: string;
  /** Whether it runs several replicas at once. */
  ensembles: boolean;
  command: (folder: string) => string[] | string;
}

const inNode = (program: string, folder: string) =>
  existsSync(join(FOLDER, 'node_modules', folder)) ? [process.execPath, join(FOLDER, program)] : `missing: ${INSTALL}`;

const ENTRIES: Entry[] = [
  {
    name: 'C (bench/peers/train.c)',
    ensembles: true,
    command: (folder) => {
      const out = join(folder, 'train');
      const words = ['-O3', '-march=native', '-ffast-math', join(FOLDER, 'train.c'), '-o', out, '-lm', '-lpthread'];
      const { status, error } = spawnSync('cc', words, { encoding: 'utf8' });
      return status === 0 ? [out] : `missing: no C compiler (${error?.message ?? 'cc failed'}); install gcc`;
    },
  },
  { name: 'jax-js (wasm)', ensembles: false, command: () => inNode('jax.mjs', '@jax-js/jax') },
  { name: 'TensorFlow.js (wasm)', ensembles: false, command: () => inNode('tfjs.mjs', '@tensorflow/tfjs-backend-wasm') },
  {
    name: 'PyTorch',
    ensembles: true,
    command: () =>
      spawnSync('python3', ['-c', 'import torch'], { stdio: 'ignore' }).status === 0
        ? ['python3', join(FOLDER, 'torch_peer.py')]
        : 'missing: install python3 with torch (apt-get install python3-torch, or pip install torch)',
  },
];

interface Answer {
  steps: number;
  seconds: number;
  objective: number;
}

/** A running peer. */
export class Peer {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(
    readonly name: string,
    [program, ...words]: readonly string[],
    readonly sizes: Sizes,
    readonly replicas: number,
  ) {
    const { visible, environment, components, batch, hidden } = sizes;
    // One replica is one thread's work: a second thread makes every peer slower at these sizes.
    const threads = replicas > 1 ? cpus().length : 1;
    const numbers = [threads, visible, environment, components, batch, hidden.length, replicas];
    this.#child = spawn(program, [...words, ...numbers.map(String)], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  }

  /** @throws Error when the peer does not learn: its speed would mean nothing. */
  async validate(): Promise<void> {
    let { objective } = await this.#ask('train 100');
    for (let i = 0; i < 5 && !(objective > 0.15); i++) ({ objective } = await this.#ask('train 100'));
    // The data hold ln 2 nats; small data sets are learnt by heart.
    if (!(objective > 0.15 && objective < 1)) throw new Error(`${this.name}: expected an objective between 0.15 and 1 nats, got ${objective}`);
  }

  /** Replica-steps per second of one window. */
  async turn(seconds: number): Promise<number> {
    const answer = await this.#ask(`time ${seconds}`);
    return (answer.steps * this.replicas) / answer.seconds;
  }

  close(): void {
    this.#child.kill();
  }

  async #ask(line: string): Promise<Answer> {
    this.#child.stdin?.write(`${line}\n`);
    const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error(`${this.name}: no answer to ${line}`)), ANSWER_MS).unref());
    const { value, done } = await Promise.race([this.#lines.next(), late]);
    if (done) throw new Error(`${this.name}: ended before it answered ${line}`);
    return JSON.parse(value) as Answer;
  }
}

/**
 * Starts and validates all peers for one case.
 * @param folder where programs are compiled to
 * @returns those that run, and by name what is missing and how to install it
 */
export async function startPeers(folder: string, sizes: Sizes, replicas: number): Promise<{ peers: Peer[]; missing: Record<string, string> }> {
  const peers: Peer[] = [];
  const missing: Record<string, string> = {};
  for (const entry of ENTRIES.filter(({ ensembles }) => ensembles || replicas === 1)) {
    const command = entry.command(folder);
    if (typeof command === 'string') {
      missing[entry.name] = command;
      continue;
    }
    const peer = new Peer(entry.name, command, sizes, replicas);
    peers.push(peer);
    await peer.validate();
  }
  return { peers, missing };
}
