/** Tables as HTML, and the columns that tables of a study have in common. */
import { modelNamed } from '../../model/models.ts';
import type { StudyAnalysis } from '../../study/analyse/types.ts';
import { tableHtml } from '../draw/page.ts';
import { lengthsIn } from '../draw/words.ts';
import { componentsOf, symbolOf, valueLabel } from './words.ts';

/** A column of a table over rows R. */
export interface Column<R> {
  name: string;
  unit?: string;
  align?: 'left' | 'right';
  class?: (row: R) => string;
  cell: (row: R) => string;
}

/** A table with one row per item; numbers are aligned right unless a column says otherwise. */
export function htmlTable<R>(columns: readonly Column<R>[], rows: readonly R[]): string {
  const cells = rows.map((row) => columns.map(({ cell, align = 'right', class: named }) => ({ text: cell(row), align, class: named?.(row) ?? '' })));
  return tableHtml(
    columns.map(({ name, unit = '' }) => ({ name, unit })),
    cells,
  );
}

/** Columns with the place of a row; components only where a study has several numbers of them. */
export function placeColumns<R extends { components?: number; temperature?: number; buffer?: number }>(
  analysis: StudyAnalysis,
  which: readonly ('components' | 'temperature' | 'buffer')[],
): Column<R>[] {
  const all: Record<(typeof which)[number], Column<R>> = {
    components: { name: 'components', cell: ({ components }) => String(components) },
    temperature: {
      name: symbolOf(analysis.control),
      unit: modelNamed(analysis.model).control.unit.replaceAll(' ', ''),
      cell: ({ temperature }) => valueLabel(temperature ?? Number.NaN),
    },
    buffer: { name: 'buffer', unit: lengthsIn(analysis), cell: ({ buffer }) => String(buffer) },
  };
  return which.filter((name) => name !== 'components' || componentsOf(analysis).length > 1).map((name) => all[name]);
}
