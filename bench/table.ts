/** The table of a run, printed line by line while it runs. */
import { noise, percent, scaled, time } from './numbers.ts';
import type { BenchRecord, Setting } from './record.ts';
import type { Effort, Row } from './row.ts';
import { titleOf } from './suite.ts';

const COLUMNS = ['rate', 'spread', 'wall', 'GPU', 'of floor', 'bound by'] as const;
const WIDTHS = [22, 7, 9, 9, 9, 10];

/** Formats the lines of one run. */
export class Table {
  readonly #width: number;

  /** @param rows all rows that will be printed, for the width of the first column */
  constructor(
    readonly setting: Setting,
    readonly effort: Effort,
    rows: readonly Row[],
  ) {
    this.#width = Math.max(...rows.map((row) => titleOf(row).length), 4);
  }

  /** Title, versions and column heads; software adapters are named as such. */
  head(): string {
    const { adapter, versions, commit, machine } = this.setting;
    const kind = adapter.software ? 'the software adapter ' : '';
    const listed = (entries: Record<string, string | number>) => Object.entries(entries).map(([name, value]) => `${name} ${value}`);
    return [
      `blockspin bench (${this.effort.name}) on ${kind}${adapter.name}`,
      `driver ${adapter.driver || 'unknown'}, ${adapter.backend}; ${[...listed(versions), `commit ${commit}`, ...listed(machine)].join(', ')}`,
      '',
      this.#line(['row', ...COLUMNS]),
      '',
    ].join('\n');
  }

  /** The line of one row, with its line feed. */
  line(record: BenchRecord): string {
    const title = titleOf(record);
    if (record.outcome !== 'timed') return `${title.padEnd(this.#width)}  ${record.outcome.toUpperCase()}: ${record.message}\n`;
    const { rate, wall, gpu, fraction, bound_by, unit } = record;
    const cells = [
      `${scaled(rate.median)}${unit}/s`,
      `±${percent(noise(rate))}`,
      time(wall.median),
      gpu ? time(gpu.median) : '-',
      fraction === null ? 'is one' : percent(fraction),
      bound_by,
    ];
    return `${this.#line([title, ...cells])}\n`;
  }

  #line([title, ...cells]: readonly string[]): string {
    return [title.padEnd(this.#width), ...cells.map((cell, i) => cell.padStart(WIDTHS[i]))].join('  ');
  }
}
