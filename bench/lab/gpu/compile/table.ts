/** What a compiler made of kernels, as a table. */
import { nameOf } from '../dispatched.ts';
import { KERNELS } from '../kernels.ts';
import { sizesOf } from '../model.ts';
import { ceilDiv, type KernelRow } from '../row.ts';
import { kindsOf, longestPath } from './assembly.ts';
import type { Compiled } from './compiled.ts';

/** All dispatches of a plan that are alike, as cells of the table. */
interface Line {
  cells: string[];
  times: number;
  compiled: Compiled;
}

const COLUMNS = ['kernel', 'times', 'grid', 'VGPR', 'SGPR', 'waves', 'LDS', 'spill', 'code', 'instr', 'loops', 'per wave', 'M executed', 'ms'];
/** How a table is made. */
interface TableOptions {
  /** Replicas of the step; default: 1. */
  replicas?: number;
  /** Also the kinds of instructions of each loop. */
  loops?: boolean;
  /** In place of the rows of kernels.ts. */
  rows?: Readonly<Record<string, KernelRow>>;
}

const product = (numbers: readonly number[]) => numbers.reduce((a, b) => a * b, 1);

/**
 * Instructions that a wave executes on its longest path, and millions that all waves execute; `>=` where trips of loops are not
 * known, `?` where the driver gives no assembly.
 */
export function executed({ dispatch, pipeline: { assembly, subgroup } }: Compiled, { replicas = 1, rows = KERNELS }: TableOptions = {}): [string, string] {
  if (!assembly) return ['?', '?'];
  const [row, sizes] = [rows[dispatch.title], sizesOf(dispatch)];
  const { straight, looping, known } = longestPath(assembly, row?.loops(sizes) ?? []);
  const waves = product(dispatch.groups) * ceilDiv(product(dispatch.workgroup), subgroup);
  const inLoops = row?.loopThreads ? Math.min(waves, replicas * ceilDiv(row.loopThreads(sizes), subgroup)) : waves;
  const least = known ? '' : '>=';
  return [`${least}${straight + looping}`, `${least}${((waves * straight + inLoops * looping) / 1e6).toFixed(3)}`];
}

function cellsOf(compiled: Compiled, options: TableOptions): string[] {
  const { dispatch, pipeline } = compiled;
  const { stats, assembly, milliseconds } = pipeline;
  const stat = (...names: string[]) => names.reduce((sum, name) => sum + (stats[name] ?? 0), 0);
  const one = (name: string) => (name in stats ? String(stats[name]) : '?');
  return [
    `${product(dispatch.groups)}x${product(dispatch.workgroup)}`,
    one('VGPRs'),
    one('SGPRs'),
    one('Subgroups per SIMD'),
    one('LDS size'),
    String(stat('Spilled VGPRs', 'Spilled SGPRs', 'Scratch size')),
    one('Code size'),
    one('Instructions'),
    assembly ? assembly.loops.map(({ all }) => all.length).join('+') || '-' : '?',
    ...executed(compiled, options),
    milliseconds.toFixed(0),
  ];
}

/** The table of a plan. */
export function tableOf(name: string, compiled: readonly Compiled[], options: TableOptions = {}): string {
  const lines = new Map<string, Line>();
  for (const one of compiled) {
    const note = one.dispatch.note ? ` ${one.dispatch.note}` : '';
    const cells = [`${nameOf(one.dispatch)}${note}`, ...cellsOf(one, options)];
    const key = cells.slice(0, -1).join();
    const line = lines.get(key) ?? { cells, times: 0, compiled: one };
    line.times += 1;
    lines.set(key, line);
  }
  const rows = [...lines.values()].map(({ cells: [kernel, ...rest], times }) => [kernel, String(times), ...rest]);
  const widths = COLUMNS.map((column, i) => Math.max(column.length, ...rows.map((row) => row[i].length)));
  const text = (row: readonly string[]) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' ');
  const kinds = ({ compiled: { pipeline } }: Line) =>
    (options.loops ? (pipeline.assembly?.loops ?? []) : []).map(
      ({ all }) =>
        `    loop of ${all.length}: ${kindsOf(all)
          .map(([kind, count]) => `${kind} ${count}`)
          .join(', ')}`,
    );
  const body = [...lines.values()].flatMap((line, i) => [text(rows[i]), ...kinds(line)]);
  return [`## ${name}`, text(COLUMNS), ...body].join('\n');
}
