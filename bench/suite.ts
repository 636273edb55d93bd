/** Runs rows: floors first, and each row is validated before it is timed. Used in Node and in browsers. */
import { BlockspinError, nearest } from '../src/core/errors.ts';
import type { Device } from '../src/gpu/device.ts';
import type { Scope } from '../src/gpu/scope.ts';
import type { Rates } from './floor.ts';
import { measure, type Yardstick } from './measure.ts';
import { type BenchRecord, headOf, type Setting } from './record.ts';
import { type Built, type Effort, FLOOR_NAMES, type FloorName, type Row } from './row.ts';
import { CACHED, calibrationPlan } from './rows/floors.ts';
import { Timer } from './timer.ts';

/** The measurements of `--quick` and of a full run. */
export const EFFORTS: Readonly<Record<Effort['name'], Effort>> = {
  quick: { name: 'quick', seconds: 0.03, samples: 5 },
  full: { name: 'full', seconds: 0.12, samples: 7 },
};

/** Name of a row in tables and for --only, e.g. 'ops: filter forward'. */
export const titleOf = ({ group, name }: Pick<Row, 'group' | 'name'>) => `${group}: ${name}`;

/**
 * Rows whose title contains one of the parts; the floors are always among them, since the others are compared with them.
 * @throws BlockspinError for a part that no title contains
 */
export function choose(rows: readonly Row[], parts: readonly string[]): Row[] {
  for (const part of parts) {
    if (part !== '' && rows.some((row) => titleOf(row).includes(part))) continue;
    const groups = [...new Set(rows.map(({ group }) => group))];
    const like = nearest(part, [...groups, ...rows.map(({ name }) => name)]);
    const remedy = like ? `did you mean ${like}?` : 'see the names with blockspin bench --list';
    throw new BlockspinError({
      who: '--only',
      expected: `part of the name of a row; groups are ${groups.join(', ')}`,
      got: part === '' ? 'nothing' : part,
      remedy,
    });
  }
  return rows.filter((row) => row.group === 'floors' || parts.length === 0 || parts.some((part) => titleOf(row).includes(part)));
}

/** A run of the benchmark: the rates of the floors measured so far, and the calibration that all rows alternate with. */
export class Suite {
  readonly #scope: Scope;
  readonly #rates: Partial<Record<FloorName, number>> = {};
  #calibration: Timer | undefined;

  constructor(
    readonly device: Device,
    readonly setting: Setting,
    readonly effort: Effort,
  ) {
    this.#scope = device.scope('bench');
  }

  /**
   * Validates and times one row. Rows other than floors are compared with the floors measured so far.
   * @throws BlockspinError when the device is lost; any other error is the outcome of the row
   */
  async row(row: Row): Promise<BenchRecord> {
    const head = headOf(row, this.effort, this.setting);
    const scope = this.device.scope(row.name);
    let built: Built | undefined;
    try {
      built = await row.make(this.device, scope);
      await built.validate();
      const measured = await measure(this.device, built, this.effort, await this.#yardstick(), row.floor);
      if (row.floor) this.#rates[row.floor] = built.units * measured.calibrated.median;
      return { ...head, outcome: 'timed', ...measured };
    } catch (error) {
      const known = error instanceof BlockspinError;
      if (known && error.code === 'device') throw error;
      return { ...head, outcome: known && error.code === 'memory' ? 'refused' : 'failed', message: (error as Error).message };
    } finally {
      built?.dispose?.();
      scope.dispose();
    }
  }

  /** Frees the calibration. */
  dispose(): void {
    this.#scope.dispose();
  }

  async #yardstick(): Promise<Yardstick> {
    if (!this.#calibration) {
      this.#calibration = new Timer(await calibrationPlan(this.device, this.#scope), this.effort.seconds / 3);
      await this.#calibration.warm();
    }
    const complete = FLOOR_NAMES.every((name) => this.#rates[name] !== undefined);
    return { rates: complete ? (this.#rates as Rates) : undefined, cached: CACHED, calibration: this.#calibration };
  }
}
