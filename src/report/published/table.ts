/** The table of published statements and our results. */
import { htmlTable } from '../study/columns.ts';
import { type PublishedRow, zLabel } from './row.ts';

/** The note under the table. */
export const PUBLISHED_NOTE =
  'z is (ours − published) / error of ours; published values come without errors. There is none where ours had not converged, or is of another lattice. Where values differ, the remark says what is known: published values of the information are moving averages over training batches, ' +
  'of the relaxed H, ours are held out and of the discrete H.';

/** The table as HTML; empty where nothing was published about this study. */
export function publishedTable(rows: readonly PublishedRow[]): string {
  if (rows.length === 0) return '';
  return htmlTable<PublishedRow>(
    [
      { name: 'number', unit: 'docs/published.md', align: 'left', cell: ({ id }) => id },
      { name: 'statement', align: 'left', class: () => 'wrapped', cell: ({ claim, source }) => `${claim}  ${source}` },
      { name: 'at', align: 'left', class: () => 'wrapped', cell: ({ at }) => at },
      { name: 'published', align: 'left', class: () => 'wrapped', cell: ({ published }) => published },
      { name: 'ours', align: 'left', class: () => 'wrapped', cell: ({ ours }) => ours },
      { name: 'z', cell: ({ z }) => zLabel(z) },
      { name: 'remark', align: 'left', class: () => 'wrapped', cell: ({ note }) => note },
    ],
    rows,
  );
}
