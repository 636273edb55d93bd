/** A running peer: it answers each line on its standard input with one line of JSON. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Sizes } from '../../step.ts';

const ANSWER_MS = 300_000;
const PATIENCE_MS = 5000;
const LEARNED = { least: 0.15, most: 1 };
const LAST_LINES = 4;

/** How a peer describes itself. */
export interface About {
  version: string;
  device: string;
  variant: string;
}

/** The answer to `train` and `time`. */
interface Answer {
  steps: number;
  seconds: number;
  /** Mean over the steps in nats; 0 for `time`, which does not compute it. */
  objective: number;
}

/** A peer that does not answer as it must; other errors are defects of the benchmark. */
export class PeerError extends Error {}

function object(name: string, line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (value !== null && typeof value === 'object') return value as Record<string, unknown>;
  } catch {
    // Reported below, together with JSON that is not an object.
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

/** The last lines of a text, for an error message. */
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
    // A program that has ended is noticed by its missing answer.
    this.#child.stdin?.on('error', () => {});
    this.#lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  }

  /**
   * @param limit milliseconds to wait for the answer
   * @throws PeerError without an answer
   */
  async ask(line: string, limit: number): Promise<string> {
    this.#child.stdin?.write(`${line}\n`);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new PeerError(`${this.name}: no answer to '${line}' within ${limit / 1000} s`)), limit);
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

  /** Stops the program; resolves when its memory is free. */
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
  /** Arguments after the numbers. */
  options?: readonly string[];
  /** Whether the replicas are spread over processes of one thread each, instead of one process with many threads. */
  processes?: boolean;
}

/** Replicas spread as evenly as possible over at most so many processes. */
export function shares(replicas: number, processes: number): number[] {
  const count = Math.min(replicas, processes);
  return Array.from({ length: count }, (_, i) => Math.floor(replicas / count) + (i < replicas % count ? 1 : 0));
}

/** The running processes of a peer. */
export class Peer {
  readonly #processes: { process: Process; replicas: number }[];

  /** @param cores threads for several replicas; a single replica has one thread, since most peers are slower with two */
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
      // Variables of the user are kept, but the number of threads is part of the comparison.
      const given = { ...env, ...process.env, OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) };
      return { process: new Process(name, [...command, ...numbers.map(String), ...options], given), replicas: part };
    });
  }

  /** How the peer describes itself, with the number of its processes. */
  async about(): Promise<About> {
    const [about] = (await this.#ask('about')).map((line) => parseAbout(this.name, line));
    const processes = this.#processes.length;
    return processes > 1 ? { ...about, device: `${about.device}, ${processes} processes` } : about;
  }

  /** @throws PeerError when the peer does not learn: the speed of a wrong step means nothing */
  async validate(): Promise<void> {
    let objective = 0;
    for (let i = 0; i < 6 && !(objective > LEARNED.least); i++) objective = await this.train(100).then((answer) => answer.objective);
    // The data hold ln 2 nats, but small data sets are overfitted.
    if (!(objective > LEARNED.least && objective < LEARNED.most))
      throw new PeerError(`${this.name}: expected an objective between ${LEARNED.least} and ${LEARNED.most} nats, got ${objective}`);
  }

  /**
   * Runs so many steps of all replicas: the objective is the mean over processes, the seconds are those of the slowest.
   * @param limit milliseconds to wait for the answer
   */
  async train(steps: number, limit = ANSWER_MS): Promise<Answer> {
    const answers = (await this.#ask(`train ${steps}`, limit)).map((line) => parseAnswer(this.name, line));
    return {
      steps,
      seconds: Math.max(...answers.map(({ seconds }) => seconds)),
      objective: answers.reduce((sum, { objective }) => sum + objective / answers.length, 0),
    };
  }

  /** Replica-steps per second in one interval. */
  async rate(seconds: number): Promise<number> {
    const answers = (await this.#ask(`time ${seconds}`)).map((line) => parseAnswer(this.name, line));
    return answers.reduce((sum, answer, i) => sum + (answer.steps * this.#processes[i].replicas) / answer.seconds, 0);
  }

  /** Stops all processes. */
  async close(): Promise<void> {
    await Promise.all(this.#processes.map(({ process }) => process.close()));
  }

  #ask(line: string, limit = ANSWER_MS): Promise<string[]> {
    return Promise.all(this.#processes.map(({ process }) => process.ask(line, limit)));
  }
}
