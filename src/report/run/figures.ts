/** Figures as Vega-Lite specifications, which carry their data with them, and as SVG. Works without a DOM. */
import type { TopLevelSpec } from 'vega-lite';
import type { Results } from '../../train/result/summary.ts';
import { filtersFigure } from './figure_filters.ts';
import { informationFigure } from './figure_information.ts';
import { trainingFigure } from './figure_training.ts';

export type FigureSpec = TopLevelSpec;

export interface Figure {
  /** For file names and anchors. */
  name: string;
  title: string;
  /** What is drawn and how to read it, in plain sentences. */
  caption: string;
  spec: FigureSpec;
}

export interface DrawnFigure extends Figure {
  svg: string;
}

/** The figures there is data for, without drawing them. */
export function figures(results: Results): Figure[] {
  if (results.summary.points.length === 0) return [];
  return [filtersFigure(results), informationFigure(results), trainingFigure(results)].filter((figure) => figure !== undefined);
}

/** `figures`, drawn. */
export function drawFigures(results: Results): Promise<DrawnFigure[]> {
  return drawAll(figures(results));
}

/** Draws figures one after the other. */
export async function drawAll(all: readonly Figure[]): Promise<DrawnFigure[]> {
  const drawn: DrawnFigure[] = [];
  for (const figure of all) drawn.push({ ...figure, svg: await figureSvg(figure.spec) });
  return drawn;
}

/**
 * Draws a specification; the same gives the same.
 *
 * @returns an SVG document with its own white background and generic fonts
 */
export async function figureSvg(spec: FigureSpec): Promise<string> {
  // Half a second of loading that most commands never need.
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' });
  try {
    return numbered(await view.toSVG());
  } finally {
    view.finalize();
  }
}

/** Ids in the order in which they are defined: the renderer counts on from drawing to drawing. */
function numbered(svg: string): string {
  const ids = [...new Set([...svg.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id))];
  return svg.replace(/(\bid="|url\(#|href="#)([^")]+)/g, (whole, before: string, id: string) => (ids.includes(id) ? `${before}d${ids.indexOf(id)}` : whole));
}
