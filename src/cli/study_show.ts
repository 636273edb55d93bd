/** Output of the verbs of studies: a line per cell, progress with the time left for the whole study. */
import { BlockspinError } from '../core/errors.ts';
import type { StudyFolder } from '../study/cells/folder.ts';
import type { Origin } from '../study/cells/plan_file.ts';
import { type StudyReport, studyStatus } from '../study/cells/status.ts';
import type { Cell, StudyPlan } from '../study/plan/plan.ts';
import type { Progress } from '../train/hooks.ts';
import type { Host } from './host.ts';

/** One cell in words, as in the table of `plan`. */
export function cellLine({ cells }: StudyPlan, { index, values, firstRun, runs }: Cell): string {
  const where = Object.entries(values).map(([name, value]) => `${name} ${value === Number.POSITIVE_INFINITY ? 'inf' : value}`);
  return `cell ${String(index).padStart(String(cells.length - 1).length)}: ${where.join(', ')}, runs ${firstRun} to ${firstRun + runs - 1}`;
}

/** All cells, one per line. */
export function cellTable(plan: StudyPlan): string {
  return plan.cells.map((cell) => cellLine(plan, cell)).join('\n');
}

/** 90 s, 12 min, 3.5 h */
function duration(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** The progress of a study, for people. */
export function statusText(folder: StudyFolder, { cells, seconds, perCell, failures, adapters }: StudyReport): string {
  const { total, done, running, failed } = cells;
  const open = total - done - failed;
  const left = open > 0 && done > 0 ? `, about ${duration((perCell * open) / Math.max(1, running))} to go` : '';
  return [
    `${folder.config.name} in ${folder.path}: ${done} of ${total} cells done, ${running} running, ${failed} failed; ${duration(seconds)} of computing${left}`,
    ...(adapters.length > 0 ? [`on ${adapters.join(', ')}`] : []),
    ...failures.map(({ index, reason }) => `cell ${index} failed: ${reason}`),
  ].join('\n');
}

/** Progress of what follows the cells, on stderr. @param name of the part */
export function stageProgress({ err, terminal: { interactive, columns } }: Host, name: string): { progress: (fraction: number) => void; clear: () => void } {
  let last = performance.now();
  return {
    progress: (fraction) => {
      const now = performance.now();
      if (now - last < (interactive ? 100 : 10_000)) return;
      last = now;
      const line = `${name} ${Math.round(100 * fraction)} %`;
      err(interactive ? `\r\x1b[K${line.slice(0, columns - 1)}` : `${line}\n`);
    },
    clear: () => {
      if (interactive) err('\r\x1b[K');
    },
  };
}

/** What an attempt at a part beside the cells is told. */
interface StageTools {
  origin: Origin;
  progress: (fraction: number) => void;
  signal: AbortSignal;
}

/** One attempt at a part of a study beside its cells, with its progress on stderr; undefined where it was stopped. */
export async function stageAttempt<T>(host: Host, name: string, run: (tools: StageTools) => Promise<T>): Promise<T | undefined> {
  const { progress, clear } = stageProgress(host, name);
  try {
    return await run({ origin: { versions: host.versions, commit: host.commit() }, progress, signal: host.signal });
  } catch (error) {
    if (!(error instanceof BlockspinError) || error.code !== 'stopped') throw error;
    return undefined;
  } finally {
    clear();
  }
}

/** Progress of one process through the cells of a study, on stderr. */
export class StudyDisplay {
  #cell: Cell | undefined;
  #last = -Number.POSITIVE_INFINITY;
  /** When the cell began, and its fraction done then: not 0 if it was resumed from a checkpoint. */
  #begun = { at: 0, fraction: Number.NaN };
  /** Cells of the study that are done or failed. */
  #over = 0;
  #perCell = Number.NaN;
  /** Processes that compute cells, this one included. */
  #workers = 1;

  constructor(
    readonly host: Host,
    readonly folder: StudyFolder,
  ) {}

  /** Reads the progress of the study, including that of other processes. */
  async count(): Promise<void> {
    const { cells, perCell } = await studyStatus(this.folder);
    this.#over = cells.done + cells.failed;
    this.#perCell = perCell;
    this.#workers = 1 + cells.running;
  }

  begin(cell: Cell): void {
    this.#cell = cell;
    this.#begun = { at: performance.now(), fraction: Number.NaN };
  }

  end(outcome: string): void {
    if (outcome === 'done' || outcome === 'failed') this.#over += 1;
    this.#clear();
  }

  /** A separate line. */
  say(text: string): void {
    this.#clear();
    this.host.err(`${text}\n`);
  }

  progress = ({ phase, fraction, estimate }: Progress): void => {
    const { interactive, columns } = this.host.terminal;
    const now = performance.now();
    if (Number.isNaN(this.#begun.fraction)) this.#begun = { at: now, fraction };
    if (now - this.#last < (interactive ? 100 : 10_000)) return;
    this.#last = now;
    const total = this.folder.plan.cells.length;
    const left = this.#secondsLeft(fraction, now);
    const parts = [
      `${this.#over} of ${total} cells done`,
      `cell ${this.#cell?.index} ${phase} ${Math.round(100 * fraction)} %`,
      ...(estimate === undefined ? [] : [`${estimate.toFixed(3)} nats`]),
      ...(left === undefined ? [] : [`${duration(left)} left for the study`]),
    ];
    const line = parts.join(', ');
    this.host.err(interactive ? `\r\x1b[K${line.slice(0, columns - 1)}` : `${line}\n`);
  };

  /** Estimated from the finished cells, or else from the current cell; divided by the number of processes seen. */
  #secondsLeft(fraction: number, now: number): number | undefined {
    const here = fraction - this.#begun.fraction;
    const ofThis = here > 0.05 ? (now - this.#begun.at) / 1000 / here : Number.NaN;
    const perCell = Number.isNaN(this.#perCell) ? ofThis : this.#perCell;
    if (Number.isNaN(perCell)) return undefined;
    const rest = Number.isNaN(ofThis) ? perCell * (1 - fraction) : ofThis * (1 - fraction);
    return rest + (perCell * Math.max(0, this.folder.plan.cells.length - this.#over - 1)) / this.#workers;
  }

  #clear(): void {
    if (this.host.terminal.interactive) this.host.err('\r\x1b[K');
  }
}
