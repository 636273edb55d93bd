/** Observables in the terminal. */
import type { ChainEstimate, Estimate } from '../core/statistics.ts';
import type { ObservableWords } from '../model/model.ts';
import { plusMinus, significant } from '../report/draw/numbers.ts';

/**
 * A line for each observable: label, value to two digits of its error, unit, autocorrelation time where it was measured.
 * @param words labels and units by name; null for what is left out. Others stand under their names
 */
export function observableLines(observables: Record<string, ChainEstimate | Estimate>, words: Readonly<Record<string, ObservableWords | null>> = {}): string[] {
  const rows = Object.entries(observables).flatMap(([name, value]) => {
    const { label, unit } = words[name] ?? { label: name, unit: '' };
    if (words[name] === null) return [];
    return [[label, `${written(value)}${unit && ` ${unit}`}`, times(value)]];
  });
  const width = (k: number) => Math.max(...rows.map((row) => row[k].length));
  return rows.map(([label, value, tau]) => `  ${label.padEnd(width(0))}  ${value.padEnd(width(1))}${tau}`.trimEnd());
}

/** A value without error is one number: six decimals of zero say nothing. */
export function written(value: Estimate): string {
  return value.error === 0 ? significant(value.mean, 6) : plusMinus(value);
}

function times(value: ChainEstimate | Estimate): string {
  if (!('tau' in value)) return '';
  return `  tau ${value.tau.toFixed(1)} sweeps${value.reliable ? '' : `  UNRELIABLE: ${value.bins} bins of ${value.bin_length} sweeps`}`;
}
