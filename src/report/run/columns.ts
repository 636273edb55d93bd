/** The columns of the table of results, the same in the terminal and on the page. */
import { lengthWords } from '../../space/lengths.ts';
import type { PointSummary, Summary } from '../../train/result/summary.ts';
import { columnFormat, fixed, inBits, temperatureLabel } from '../draw/numbers.ts';
import { lengthsIn } from '../draw/words.ts';
import { comparedWith } from '../published/compared.ts';
import { knownOfRun } from '../published/known.ts';
import { kindWithCosine } from './looks.ts';
import { informationName, modelOf, unitOf } from './words.ts';

/** A column of the table of results. */
export interface Column {
  /** What is in it, whatever its head says. */
  kind: 'place' | 'information' | 'bits' | 'known' | 'difference' | 'filter' | 'verdict' | 'training';
  head: string;
  unit: string;
  align: 'left' | 'right';
  cell: (point: PointSummary) => string;
}

/**
 * All columns, from left to right.
 * @param summary of the run whose points are listed
 * @param written how values with errors are written: with ± on the page, with the error in brackets in the terminal
 */
export function resultColumns(summary: Pick<Summary, 'config' | 'points'>, written: 'brackets' | 'plus-minus'): Column[] {
  const { points } = summary;
  const nats = columnFormat(
    points.map(({ information }) => information),
    written,
  );
  const bits = columnFormat(
    points.map(({ information }) => inBits(information)),
    written,
  );
  const compared = comparedWith(points.map((point) => knownOfRun(summary, point)));
  const known = points.some((point) => knownOfRun(summary, point));
  const exact = points.some((point) => compared.difference(knownOfRun(summary, point), point.information) !== '');
  return [
    { kind: 'place', head: modelOf(summary).control.symbol, unit: unitOf(summary), align: 'right', cell: (point) => temperatureLabel(point.temperature) },
    { kind: 'place', head: 'buffer', unit: lengthsIn(summary.config), align: 'right', cell: (point) => lengthWords(point.buffer) },
    { kind: 'information', head: informationName(summary), unit: 'nats', align: 'right', cell: (point) => nats(point.information) },
    { kind: 'bits', head: informationName(summary), unit: 'bits', align: 'right', cell: (point) => bits(inBits(point.information)) },
    ...(known
      ? [
          {
            kind: 'known',
            head: compared.head,
            unit: 'nats',
            align: 'left',
            cell: (point: PointSummary) => compared.value(knownOfRun(summary, point)),
          } as const,
        ]
      : []),
    ...(exact
      ? [
          {
            kind: 'difference',
            head: compared.minus,
            unit: 'nats',
            align: 'right',
            cell: (point: PointSummary) => compared.difference(knownOfRun(summary, point), point.information),
          } as const,
        ]
      : []),
    { kind: 'filter', head: 'filter', unit: 'cosine', align: 'left', cell: (point) => (point.verdict === 'nonstationary' ? '' : kindWithCosine(point)) },
    { kind: 'verdict', head: 'verdict', unit: '', align: 'left', cell: (point) => point.verdict },
    { kind: 'training', head: 'training, in-sample', unit: 'nats', align: 'right', cell: (point) => fixed(point.training.last, 4) },
  ];
}
