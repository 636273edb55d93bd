/** The look that all figures share: a white ground on light and dark pages, thin axes, no grid. */
import type { FigureSpec } from './figure.ts';

export const INK = '#222222';
/** Colour of guide lines and secondary text; contrast 4.5 : 1 against white. */
export const FAINT = '#707070';
const FONT = 'sans-serif';

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** Adds schema and theme to the body of a specification. */
export function themed(body: object): FigureSpec {
  return {
    $schema: SCHEMA,
    background: '#ffffff',
    padding: 12,
    ...body,
    config: {
      font: FONT,
      title: { anchor: 'start', fontSize: 13, fontWeight: 'bold', subtitleFontSize: 11, subtitleColor: FAINT, subtitlePadding: 4, color: INK, offset: 12 },
      axis: {
        labelFontSize: 11,
        titleFontSize: 12,
        titleFontWeight: 'normal',
        labelColor: INK,
        titleColor: INK,
        domainColor: INK,
        tickColor: INK,
        tickSize: 4,
        grid: false,
        titlePadding: 8,
      },
      header: { labelFontSize: 12, titleFontSize: 12, labelColor: INK, titleColor: INK, titleFontWeight: 'normal' },
      legend: { labelFontSize: 11, titleFontSize: 11, titleFontWeight: 'normal', labelColor: INK, titleColor: INK, symbolStrokeWidth: 1.5 },
      view: { stroke: null },
    },
  } as FigureSpec;
}

/** Rounds to five significant digits, more than a figure shows, to keep specifications small. */
export function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
