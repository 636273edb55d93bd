/** The look that all figures share: narrow enough to be read on a phone, thin axes, no grid, colours that follow the page. */
import { BASE, seriesColours } from './colours.ts';
import type { FigureSpec } from './figure.ts';
import { textWidth } from './text.ts';

export const INK = BASE.ink.light;
/** Colour of guide lines and secondary text. */
export const FAINT = BASE.faint.light;
/** What lies behind a figure: fills of open symbols, rims between what would touch. */
export const GROUND = BASE.ground.light;
export const RIM = BASE.rim.light;
/** The first two colours of series, for figures with one. */
export const [BLUE, RED] = seriesColours(2);
/** Weights from -1 over 0 to +1. */
export const WEIGHTS = [BASE.minus.light, BASE.zero.light, BASE.plus.light] as const;

/** Pixels: the width that a figure should not exceed, so that its text is read where this is all there is. */
export const READABLE = 440;
/** Width of a plot with an axis at its left. */
export const PLOT = 340;
/** Width of the text of a title. */
const TITLE = 400;

const FONT = 'sans-serif';
const SIZES = { title: 13, subtitle: 11, label: 11.5 };
const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

interface Title {
  text: string;
  subtitle?: string | readonly string[];
}

/** Adds schema and theme to the body of a specification; long titles are broken into lines. */
export function themed(body: object): FigureSpec {
  const { title } = body as { title?: Title };
  return {
    $schema: SCHEMA,
    background: GROUND,
    padding: 10,
    ...body,
    ...(title ? { title: broken(title) } : {}),
    config: {
      font: FONT,
      // The whole figure has one text alternative.
      aria: false,
      title: {
        anchor: 'start',
        frame: 'bounds',
        fontSize: SIZES.title,
        fontWeight: 'bold',
        subtitleFontSize: SIZES.subtitle,
        subtitleColor: FAINT,
        subtitlePadding: 4,
        color: INK,
        offset: 14,
      },
      axis: {
        labelFontSize: SIZES.label,
        titleFontSize: SIZES.label,
        titleFontWeight: 'normal',
        labelColor: INK,
        titleColor: INK,
        domainColor: INK,
        tickColor: INK,
        tickSize: 4,
        grid: false,
        titlePadding: 8,
      },
      header: { labelFontSize: SIZES.label, titleFontSize: SIZES.label, labelColor: INK, titleColor: INK, titleFontWeight: 'normal' },
      legend: {
        orient: 'bottom',
        direction: 'horizontal',
        labelFontSize: SIZES.label,
        titleFontSize: SIZES.label,
        titleFontWeight: 'normal',
        labelColor: INK,
        titleColor: INK,
        symbolStrokeWidth: 1.5,
        columnPadding: 12,
        gradientStrokeColor: RIM,
      },
      rule: { color: INK },
      view: { stroke: null },
    },
  } as FigureSpec;
}

function broken({ text, subtitle, ...rest }: Title): object {
  const lines = [subtitle ?? []].flat().flatMap((line) => linesOf(line, SIZES.subtitle));
  return { ...rest, text: linesOf(text, SIZES.title), ...(lines.length > 0 ? { subtitle: lines } : {}) };
}

/** Lines of words that fit the width of a title. */
function linesOf(text: string, size: number): string[] {
  const [first, ...words] = text.split(' ');
  const lines = [first];
  for (const word of words) {
    const longer = `${lines[lines.length - 1]} ${word}`;
    if (textWidth(longer, size) > TITLE) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** Columns of a legend of these labels that fit the width of a figure; a column is as wide as the longest label. */
export function legendColumns(labels: readonly string[]): number {
  const widest = Math.max(1, ...labels.map((label) => textWidth(label, SIZES.label)));
  return Math.max(1, Math.min(labels.length, Math.floor(READABLE / (widest + 34))));
}

/** Rounds to five significant digits, more than a figure shows, to keep specifications small. */
export function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
