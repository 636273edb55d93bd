/** Filters drawn in the terminal: rows of temperature, columns of buffer, the best replica of each point. */
import type { Estimate } from '../../core/statistics.ts';
import { lengthLabel } from '../../space/lengths.ts';
import type { PointSummary, Summary, Temperature } from '../../train/result/summary.ts';
import { rgb } from '../draw/colours.ts';
import { gridOf } from '../draw/grid.ts';
import { columnFormat } from '../draw/numbers.ts';
import { type Grid, paled, picturesOf } from '../draw/pictures.ts';
import { placedOf } from '../draw/placed.ts';
import { pointLabel } from '../run/words.ts';
import { type Cell, oneNumber, placedMarks } from './placed_filters.ts';

const GAP = 3;
/** Columns between the components of one filter. */
const COMPONENT_GAP = 1;
/** Sites of blocks up to this side get 2 x 2 pixels; a pixel is half a character high and one wide, nearly square. */
const LARGE_PIXELS_UP_TO = 8;

/**
 * Draws the filters of the best replicas, each with its sign fixed (`gauge`) and divided by its largest |weight|.
 *
 * @param summary filters (R, C, b, b)
 * @param options.colour half blocks in 24-bit colour, red - white - blue about zero; otherwise signed numbers
 * @param options.width columns of the terminal; buffers that do not fit side by side follow below
 * @returns lines joined by newlines, none at the end
 */
export function drawFilters(summary: Summary, { colour = false, width = 80 }: { colour?: boolean; width?: number } = {}): string {
  const { temperatures, buffers, points } = gridOf(summary.points);
  const labels = temperatures.map((t) => pointLabel(summary, t));
  const margin = Math.max(0, ...labels.map((label) => label.length)) + 2;
  const nats = columnFormat(
    points.map(({ point }) => point.information),
    'brackets',
  );
  const cellOf = (t: Temperature, b: number | string) => {
    const found = points.find(({ point }) => point.temperature === t && lengthLabel(point.buffer) === b);
    return found ? drawPoint(found.point, colour, nats) : { lines: [], width: 0 };
  };
  const cells = temperatures.map((t) => buffers.map((b) => cellOf(t, b)));
  const heads = buffers.map((b) => `buffer ${b}`);
  const widths = buffers.map((_, j) => Math.max(heads[j].length, ...cells.map((row) => row[j].width)));

  const output: string[] = [];
  for (const columns of bands(widths, width - margin)) {
    if (output.length > 0) output.push('');
    const row = (label: string, parts: Cell[]) => `${label.padEnd(margin)}${columns.map((j, k) => fill(parts[k], widths[j])).join(' '.repeat(GAP))}`.trimEnd();
    output.push(
      row(
        '',
        columns.map((j) => ({ lines: [heads[j]], width: heads[j].length })),
      ),
    );
    cells.forEach((line, i) => {
      const height = Math.max(...columns.map((j) => line[j].lines.length));
      for (let y = 0; y < height; y++) {
        output.push(
          row(
            y === 0 ? labels[i] : '',
            columns.map((j) => ({ lines: [line[j].lines[y] ?? ''], width: line[j].lines[y] === undefined ? 0 : line[j].width })),
          ),
        );
      }
      if (i + 1 < cells.length) output.push('');
    });
  }
  return output.join('\n');
}

/** Splits columns into bands that fit the width; a column that does not fit alone gets a band of its own. */
function bands(widths: number[], width: number): number[][] {
  const all: number[][] = [];
  let used = 0;
  widths.forEach((w, j) => {
    if (all.length === 0 || used + GAP + w > width) {
      all.push([]);
      used = -GAP;
    }
    all[all.length - 1].push(j);
    used += GAP + w;
  });
  return all;
}

function fill({ lines, width }: Cell, to: number): string {
  return lines[0] + ' '.repeat(Math.max(0, to - width));
}

/** The picture of a filter with its value and its kind below; all lines padded to one width. */
function drawPoint(point: PointSummary, colour: boolean, nats: (information: Estimate) => string): Cell {
  const placed = placedOf(point);
  const draw = placed ? (rows: Grid) => placedMarks(rows.flat(), placed.sites, colour) : colour ? halfBlocks : numbers;
  // Colours suggest a finding; numbers are those of the filter.
  const drawn = (colour && point.filter === 'none' ? paled(picturesOf(point)) : picturesOf(point)).map(({ rows, label }) =>
    label === undefined ? draw(rows) : headed(draw(rows), label),
  );
  const picture = drawn[0].lines.map((_, y) => drawn.map(({ lines }) => lines[y]).join(' '.repeat(COMPONENT_GAP)));
  const pictureWidth = drawn.reduce((sum, { width }) => sum + width, COMPONENT_GAP * (drawn.length - 1));
  const captions = [nats(point.information), lookOf(point)];
  const width = Math.max(pictureWidth, ...captions.map((text) => text.length));
  return { lines: [...picture.map((line) => line + ' '.repeat(width - pictureWidth)), ...captions.map((text) => text.padEnd(width))], width };
}

/** The kind of the filter, and the verdict where it says more. Of samples in an order no filter means anything. */
function lookOf({ filter, verdict }: PointSummary): string {
  if (verdict === 'nonstationary') return verdict;
  return verdict === 'converged' || verdict === 'zero' ? filter : `${filter}, ${verdict}`;
}

/** A picture below its state. */
function headed({ lines, width }: Cell, head: string): Cell {
  const to = Math.max(width, head.length);
  return { lines: [head.padEnd(to), ...lines.map((line) => line + ' '.repeat(to - width))], width: to };
}

/** '+1.0 -0.3'; blank where a site has no value. */
function numbers(filter: Grid): Cell {
  return { lines: filter.map((row) => row.map(oneNumber).join(' ')), width: 5 * filter[0].length - 1 };
}

/** Square pixels by the character of the upper half block: its foreground is one pixel, its background the one below. */
function halfBlocks(filter: Grid): Cell {
  const scale = filter.length <= LARGE_PIXELS_UP_TO ? 2 : 1;
  const [height, width] = [filter.length * scale, filter[0].length * scale];
  const pixel = (y: number, x: number) => filter[Math.floor(y / scale)]?.[Math.floor(x / scale)];
  const lines: string[] = [];
  for (let y = 0; y < height; y += 2) {
    let line = '';
    for (let x = 0; x < width; x++) line += halfBlock(pixel(y, x), pixel(y + 1, x), y + 1 < height);
    lines.push(`${line}\x1b[0m`);
  }
  return { lines, width };
}

/** Two pixels above one another, each blank where a site has no value. @param two whether there is a lower one */
function halfBlock(upper: number | undefined, lower: number | undefined, two: boolean): string {
  const [top, bottom] = [upper, lower].map((weight) => (weight === undefined ? undefined : rgb(weight).join(';')));
  if (top && !two) return `\x1b[38;2;${top}m▀`;
  if (top) return bottom ? `\x1b[38;2;${top};48;2;${bottom}m▀` : `\x1b[0;38;2;${top}m▀`;
  return bottom ? `\x1b[0;38;2;${bottom}m▄` : '\x1b[0m ';
}
