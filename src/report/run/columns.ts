/** The columns of the table of results, the same in the terminal and on the page. */
import { lengthWords } from '../../space/lengths.ts';
import type { PointSummary, Summary } from '../../train/result/summary.ts';
import { fixed, temperatureLabel } from '../draw/numbers.ts';
import { lengthsIn } from '../draw/words.ts';
import { type KnownValue, knownOfRun } from '../published/known.ts';
import { modelOf, unitOf } from './words.ts';

/** Writes an estimate: with ± on the page, with the error in brackets in the terminal. */
type EstimateFormat = (estimate: { mean: number; error: number }) => string;

/** A column of the table of results. */
export interface Column {
  head: string;
  unit: string;
  align: 'left' | 'right';
  cell: (point: PointSummary) => string;
}

/**
 * All columns, from left to right.
 * @param summary of the run whose points are listed
 * @param estimate how values with errors are written
 * @param bits the same for values converted to bits
 */
export function resultColumns(summary: Pick<Summary, 'config'>, estimate: EstimateFormat, bits: EstimateFormat): Column[] {
  const knownText = (known: KnownValue | null) => (known ? `${fixed(known.value, 4)}  ${known.label}` : '');
  return [
    { head: modelOf(summary).control.symbol, unit: unitOf(summary), align: 'right', cell: (point) => temperatureLabel(point.temperature) },
    { head: 'buffer', unit: lengthsIn(summary.config), align: 'right', cell: (point) => lengthWords(point.buffer) },
    { head: 'I(H:E)', unit: 'nats', align: 'right', cell: (point) => estimate(point.information) },
    { head: 'I(H:E)', unit: 'bits', align: 'right', cell: (point) => bits(point.information) },
    { head: 'known', unit: 'nats', align: 'left', cell: (point) => knownText(knownOfRun(summary, point)) },
    { head: 'filter', unit: '', align: 'left', cell: (point) => (point.verdict === 'nonstationary' ? '' : point.filter) },
    { head: 'verdict', unit: '', align: 'left', cell: (point) => point.verdict },
    { head: 'training, in-sample', unit: 'nats', align: 'right', cell: (point) => fixed(point.training.last, 4) },
  ];
}
