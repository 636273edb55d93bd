/** A program of this folder that runs and answers one line of JSON to each line it is asked. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Sizes } from '../../step.ts';

const ANSWER_MS = 300_000;
const PATIENCE_MS = 5000;
const LEARNED = { least: 0.15, most: 1 };
const LAST_LINES = 4;

/** What a program says of itself. */
export interface About {
  version: string;
  device: string;
  variant: string;
}

export interface Answer {
  steps: number;
  seconds: number;
  /** Mean over the steps, nats; 0 where nobody looked at it. */
  objective: number;
}

/** A peer that does not do what it should; anything else that goes wrong is ours. */
export class PeerError extends Error {}

function object(name: string, line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (value !== null && typeof value === 'object') return value as Record<string, unknown>;
  } catch {
    // Said below, together with what is valid JSON but no object.
  }
  throw new PeerError(`${name}: expected one JSON object in a line, got ${JSON.stringify(line.slice(0, 200))}`);
}

/** @throws PeerError when the line is not an answer to `train` or `time` */
export function parseAnswer(name: string, line: string): Answer {
  const { steps, seconds, objective } = object(name, line);
  for (const [key, value] of Object.entries({ steps, seconds, objective })) {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new PeerError(`${name}: expected a number as ${key}, got ${line.slice(0, 200)}`);
  }
  return { steps, seconds, objective } as Answer;
}

/** @throws PeerError when the line is not an answer to `about` */
export function parseAbout(name: string, line: string): About {
  const { version, device, variant } = object(name, line);
  for (const [key, value] of Object.entries({ version, device, variant })) {
    if (typeof value !== 'string') throw new PeerError(`${name}: expected words as ${key}, got ${line.slice(0, 200)}`);
  }
  return { version, device, variant } as About;
}

/** The last lines that were printed, for a message. */
export const lastLines = (text: string) => text.trimEnd().split('\n').slice(-LAST_LINES).join(' | ').slice(-600);

/** One process of a peer. */
class Process {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #ended: Promise<string>;
  #stderr = '';

  constructor(
    readonly name: string,
    [program, ...words]: readonly string[],
    env: NodeJS.ProcessEnv,
  ) {
    this.#child = spawn(program, words, { stdio: ['pipe', 'pipe', 'pipe'], env });
    this.#child.stderr?.on('data', (data) => {
      this.#stderr = (this.#stderr + data).slice(-4000);
    });
    this.#ended = new Promise((resolve) => {
      this.#child.on('error', (error) => resolve(error.message));
      this.#child.on('close', (code, signal) => resolve(signal ? `stopped by ${signal}` : `exit ${code}`));
    });
    // A program that is gone is noticed by its missing answer.
    this.#child.stdin?.on('error', () => {});
    this.#lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  }

  async ask(line: string, patience: number): Promise<string> {
    this.#child.stdin?.write(`${line}\n`);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new PeerError(`${this.name}: no answer to '${line}' within ${patience / 1000} s`)), patience);
    });
    try {
      const { value, done } = await Promise.race([this.#lines.next(), late]);
      if (!done) return value;
    } finally {
      clearTimeout(timer);
    }
    const how = await this.#ended;
    throw new PeerError(`${this.name}: ended before it answered '${line}' (${how})${this.#stderr ? `: ${lastLines(this.#stderr)}` : ''}`);
  }

  /** Resolves when the program is gone, and its memory with it. */
  async close(): Promise<void> {
    this.#child.kill();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), PATIENCE_MS);
    await this.#ended;
    clearTimeout(timer);
  }
}

/** How a peer is started. */
export interface Start {
  command: readonly string[];
  env?: Record<string, string>;
  /** Words after the numbers. */
  options?: readonly string[];
  /** Processes of one thread each that share the replicas, instead of one of many threads. */
  processes?: boolean;
}

/** Replicas as evenly as they go over at most so many processes. */
export function shares(replicas: number, processes: number): number[] {
  const count = Math.min(replicas, processes);
  return Array.from({ length: count }, (_, i) => Math.floor(replicas / count) + (i < replicas % count ? 1 : 0));
}

/** A peer that runs: all its replicas make steps together. */
export class Peer {
  readonly #processes: { process: Process; replicas: number }[];

  /** @param cores threads for several replicas; one replica is one thread's work, a second makes most peers slower */
  constructor(
    readonly name: string,
    { command, env = {}, options = [], processes = false }: Start,
    { visible, environment, components, batch, hidden }: Sizes,
    replicas: number,
    cores: number,
  ) {
    const parts = processes ? shares(replicas, cores) : [replicas];
    const threads = processes || replicas === 1 ? 1 : cores;
    this.#processes = parts.map((part) => {
      const numbers = [threads, visible, environment, components, batch, hidden.length, part];
      // What the user has set stays, but the number of threads is part of what is compared.
      const given = { ...env, ...process.env, OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) };
      return { process: new Process(name, [...command, ...numbers.map(String), ...options], given), replicas: part };
    });
  }

  async about(): Promise<About> {
    const [about] = (await this.#ask('about')).map((line) => parseAbout(this.name, line));
    const processes = this.#processes.length;
    return processes > 1 ? { ...about, device: `${about.device}, ${processes} processes` } : about;
  }

  /** @throws PeerError when the peer does not learn: its speed would mean nothing. */
  async validate(): Promise<void> {
    let objective = 0;
    for (let i = 0; i < 6 && !(objective > LEARNED.least); i++) objective = await this.train(100).then((answer) => answer.objective);
    // The data hold ln 2 nats; small data sets are learnt by heart.
    if (!(objective > LEARNED.least && objective < LEARNED.most))
      throw new PeerError(`${this.name}: expected an objective between ${LEARNED.least} and ${LEARNED.most} nats, got ${objective}`);
  }

  /**
   * So many steps of all replicas: the objective is the mean of all processes, the seconds are those of the slowest.
   * @param patience milliseconds to wait for the answer
   */
  async train(steps: number, patience = ANSWER_MS): Promise<Answer> {
    const answers = (await this.#ask(`train ${steps}`, patience)).map((line) => parseAnswer(this.name, line));
    return {
      steps,
      seconds: Math.max(...answers.map(({ seconds }) => seconds)),
      objective: answers.reduce((sum, { objective }) => sum + objective / answers.length, 0),
    };
  }

  /** Replica-steps per second of one window. */
  async turn(seconds: number): Promise<number> {
    const answers = (await this.#ask(`time ${seconds}`)).map((line) => parseAnswer(this.name, line));
    return answers.reduce((sum, answer, i) => sum + (answer.steps * this.#processes[i].replicas) / answer.seconds, 0);
  }

  async close(): Promise<void> {
    await Promise.all(this.#processes.map(({ process }) => process.close()));
  }

  #ask(line: string, patience = ANSWER_MS): Promise<string[]> {
    return Promise.all(this.#processes.map(({ process }) => process.ask(line, patience)));
  }
}
