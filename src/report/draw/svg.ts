/** Draws Vega-Lite specifications as SVG; works without a DOM. */

import type { DrawnFigure, Figure, FigureSpec } from './figure.ts';
import { escaped } from './page.ts';

/** Draws figures one after the other. */
export async function drawAll(all: readonly Figure[]): Promise<DrawnFigure[]> {
  const drawn: DrawnFigure[] = [];
  for (const figure of all) drawn.push({ ...figure, svg: await figureSvg(figure.spec) });
  return drawn;
}

/**
 * Draws a specification. The same specification gives the same bytes.
 * @returns an SVG document with a white background and generic fonts
 */
export async function figureSvg(spec: FigureSpec): Promise<string> {
  // Loading Vega takes half a second, so only commands that draw do it.
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' });
  try {
    return numbered(await view.toSVG());
  } finally {
    view.finalize();
  }
}

/** An SVG document that stands alone, with a title and a description for those who cannot see it. */
export function describedSvg({ svg, title, spec }: DrawnFigure): string {
  const { title: drawn, description } = spec as { title?: { text?: string }; description?: string };
  return svg.replace(
    /^(<svg[^>]*)>/,
    (_, open: string) => `${open} role="img"><title>${escaped(drawn?.text ?? title)}</title><desc>${escaped(description ?? '')}</desc>`,
  );
}

/** Numbers ids in the order in which they are defined, because the renderer's counter continues from one drawing to the next. */
function numbered(svg: string): string {
  const numbers = new Map<string, number>();
  for (const [, id] of svg.matchAll(/\bid="([^"]+)"/g)) if (!numbers.has(id)) numbers.set(id, numbers.size);
  return svg.replace(/(\bid="|url\(#|href="#)([^")]+)/g, (whole, before: string, id: string) => (numbers.has(id) ? `${before}d${numbers.get(id)}` : whole));
}
