/** An inference in the terminal. */
import type { Fitted } from '../../infer/parameters.ts';
import type { BootstrapResult, InferResult, NudgeResult } from '../../infer/result.ts';
import { MISSING, plusMinus } from '../draw/numbers.ts';
import { knownValues } from './symbols.ts';

/** Cells that are named for what is left at them. */
const NAMED_CELLS = 5;

/** The table over k, what the bootstrap was, verdicts, and the cells that fit least. */
export function inferText(result: InferResult): string {
  const { cells, fitted, table, advised, verdicts, polished, seconds, adapter } = result;
  const header = ['k', ...fitted, 'left (rms)', 'starts that agree'];
  const rows = table.map((row) => [kOf(row.nudge), ...fitted.map((symbol) => valueText(row, symbol)), leftText(row), startsText(row)]);
  const digits = {
    all: 'last digits of all fits in float64 on the CPU',
    best: 'last digits of the best fits in float64 on the CPU',
    none: 'in single precision',
  };
  return [
    `${cells} cells, ${fitted.join(' and ')} fitted, ${knownText(result)}`,
    '',
    ...aligned([header, ...rows]),
    '',
    ...bootstrapLines(table),
    ...(advised === undefined ? [] : [`read first: ${kOf(advised)}`]),
    ...verdicts.map(({ words }) => words),
    ...worstCells(table.find(({ nudge }) => nudge === advised)),
    `${seconds.toFixed(1)} s on ${adapter}, ${digits[polished]}`,
    '',
  ].join('\n');
}

const kOf = (nudge: number | 'inf') => (nudge === 'inf' ? 'force matching' : `k = ${nudge}`);

function valueText({ outcome, estimate, bootstrap }: NudgeResult, symbol: Fitted): string {
  if (outcome !== 'found' || !estimate) return outcome;
  if (estimate[symbol] === undefined) return 'does not show';
  if (!bootstrap) return estimate[symbol].toPrecision(7);
  return plusMinus({ mean: bootstrap.corrected[symbol] as number, error: bootstrap.error[symbol] as number });
}

const leftText = ({ rms }: NudgeResult) => (rms === undefined ? MISSING : rms.toExponential(2));
const startsText = ({ agreeing, starts, outcome }: NudgeResult) => (outcome === 'not determined' ? MISSING : `${agreeing} of ${starts.length}`);

function knownText({ known }: InferResult): string {
  const words = knownValues(known).map(({ name, value }) => `${name} ${value}`);
  return `taken as known: ${words.join(', ')}`;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i])).join('  ')}`.trimEnd());
}

/** What errors rest on; where there is none, why. */
function bootstrapLines(table: readonly NudgeResult[]): string[] {
  return table.flatMap((row) => {
    if (row.bootstrap) return [`${kOf(row.nudge)}: ${bootstrapText(row.bootstrap)}; before the correction ${plain(row)}`];
    return row.outcome === 'found' && row.withoutBootstrap ? [`${kOf(row.nudge)}: no errors, ${row.withoutBootstrap}`] : [];
  });
}

const plain = ({ estimate = {} }: NudgeResult) =>
  Object.entries(estimate)
    .map(([symbol, value]) => `${symbol} = ${value.toFixed(4)}`)
    .join(', ');

function bootstrapText({ noise, amplitude, estimated, snapshots, fits }: BootstrapResult): string {
  const name = noise === 'white' ? 'white noise of standard deviation' : 'noise of the dynamics with D =';
  return `${fits} of ${snapshots} refits, ${name} ${amplitude.toPrecision(3)}${estimated ? ', as the loss says' : ''}`;
}

function worstCells(row: NudgeResult | undefined): string[] {
  if (!row?.perCell) return [];
  const worst = row.perCell.map((left, cell) => ({ left, cell })).sort((a, b) => b.left - a.left);
  const words = worst.slice(0, NAMED_CELLS).map(({ left, cell }) => `${cell} (${left.toExponential(1)})`);
  return [`most is left at cells ${words.join(', ')}`];
}
