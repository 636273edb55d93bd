/** Draws Vega-Lite specifications as SVG; works without a DOM. */

import { declarations, variableOf } from './colours.ts';
import type { DrawnFigure, Figure, FigureSpec } from './figure.ts';
import { attribute, escaped } from './page.ts';
import { textWidth, withIndices, withMinus } from './text.ts';

/** Draws figures one after the other. */
export async function drawAll(all: readonly Figure[]): Promise<DrawnFigure[]> {
  const drawn: DrawnFigure[] = [];
  for (const figure of all) drawn.push({ ...figure, svg: await figureSvg(figure.spec) });
  return drawn;
}

/**
 * Draws a specification. The same specification gives the same bytes.
 * @returns an SVG document with the title and the description of the specification as its text alternative, in generic fonts; colours are attributes, and in
 *   browsers variables of the page around it
 */
export async function figureSvg(spec: FigureSpec): Promise<string> {
  // Loading Vega takes half a second, so only commands that draw do it.
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  // Without a canvas Vega takes every letter to be as wide as an m, and figures would be half empty.
  const { textMetrics } = vega as unknown as { textMetrics: { width(item: { fontSize?: number }, text?: unknown): number } };
  textMetrics.width = ({ fontSize = 11 }, text) => textWidth(String(text ?? ''), fontSize);
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' });
  try {
    return described(coloured(typeset(silent(numbered(await view.toSVG())))), spec);
  } finally {
    view.finalize();
  }
}

/** The same drawing as a file of its own, which no page gives colours: light or dark, as whoever looks at it prefers. */
export function aloneSvg(svg: string): string {
  const style = `svg { ${declarations('light')} } @media (prefers-color-scheme: dark) { svg { ${declarations('dark')} } }`;
  return svg.replace(/^<svg[^>]*>/, (open) => `${open}<style>${style}</style>`);
}

/** The same drawing for programs that know no variables of CSS: with the colours that its attributes have. */
export function plainSvg(svg: string): string {
  return svg.replace(/ style="(?:fill|stroke|stop-color):(?:var|color-mix)\([^"]*"/g, '');
}

/** Root attributes and elements for those who cannot see the figure. */
function described(svg: string, spec: FigureSpec): string {
  const { title, description = '' } = spec as { title?: { text?: string | string[] }; description?: string };
  const heading = [title?.text ?? 'figure'].flat().join(' ');
  const label = attribute(withMinus(description ? `${heading}. ${description}` : heading));
  const elements = `<title>${escaped(heading)}</title>${description ? `<desc>${escaped(description)}</desc>` : ''}`;
  return svg.replace(/^<svg([^>]*)>/, (_, rest: string) => `<svg${rest} role="img" aria-label="${label}">${elements}`);
}

/** Leaves out what Vega says of single marks: the figure has one text alternative. */
function silent(svg: string): string {
  return svg.replace(/ (?:role="graphics-[^"]*"|aria-[a-z]+="[^"]*")/g, '');
}

/** Indices and minus signs in the text of a figure. */
function typeset(svg: string): string {
  return svg.replace(/(<text[^>]*>|<tspan[^>]*>)([^<]+)/g, (_, open: string, text: string) => {
    const below = (index: string) => `<tspan dy="0.25em" font-size="75%">${index}</tspan><tspan dy="-0.19em">\u200b</tspan>`;
    return `${open}${withIndices(withMinus(text), below)}`;
  });
}

/** Gives every colour of the theme its variable. The attribute stays for programs that know none. */
function coloured(svg: string): string {
  return svg.replace(/<[a-z][^>]*>/gi, (tag) => {
    const styles = [...tag.matchAll(/ (fill|stroke|stop-color)="([^"]+)"/g)].flatMap(([, property, colour]) => {
      const variable = variableOf(colour);
      return variable ? [`${property}:${variable}`] : [];
    });
    return styles.length > 0 ? tag.replace(/\/?>$/, (end) => ` style="${styles.join(';')}"${end}`) : tag;
  });
}

/** Numbers ids in the order in which they are defined, because the renderer's counter continues from one drawing to the next. */
function numbered(svg: string): string {
  const numbers = new Map<string, number>();
  for (const [, id] of svg.matchAll(/\bid="([^"]+)"/g)) if (!numbers.has(id)) numbers.set(id, numbers.size);
  return svg.replace(/(\bid="|url\(#|href="#)([^")]+)/g, (whole, before: string, id: string) => (numbers.has(id) ? `${before}d${numbers.get(id)}` : whole));
}
