/** Parts of a page that loads nothing: head and style, sections, tables, figures with their data. */
import type { DrawnFigure, FigureSpec } from './figure.ts';
import { STYLE } from './style.ts';

/** A complete HTML document, UTF-8; sections are HTML already. */
export function pageHtml(title: string, sections: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${sections.join('\n')}
</main>
</body>
</html>
`;
}

/** A section with its heading; the title is escaped, the body is HTML already. */
export function section(title: string, body: string): string {
  return `<section><h2>${escaped(title)}</h2>\n${body}\n</section>`;
}

/** Title and sentences: the question, then the answers. */
export function headHtml(title: string, [question, ...answers]: readonly string[]): string {
  const items = answers.map((answer) => `<li>${escaped(answer)}</li>`).join('');
  return `<header><h1>${escaped(title)}</h1><p class="lead">${escaped(question)}</p>${items ? `<ul>${items}</ul>` : ''}</header>`;
}

export interface TableCell {
  /** What follows two spaces is a remark. */
  text: string;
  align: 'left' | 'right';
  class: string;
}

/**
 * A table that scrolls sideways where it is too wide; all text is escaped.
 * @param head names of columns with the unit below each, empty where there is none
 * @param rows cells in the order of the columns
 */
export function tableHtml(head: readonly { name: string; unit: string }[], rows: readonly (readonly TableCell[])[]): string {
  const heads = head.map(
    ({ name, unit }, i) => `<th scope="col" class="${rows[0]?.[i].align ?? 'left'}">${escaped(name)}${unit ? `<small>${escaped(unit)}</small>` : ''}</th>`,
  );
  const body = rows.map(
    (cells) => `<tr>${cells.map((cell) => `<td class="${attribute(`${cell.align} ${cell.class}`.trim())}">${cellText(cell.text)}</td>`).join('')}</tr>`,
  );
  return `<div class="wide"><table><thead><tr>${heads.join('')}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table></div>`;
}

/** What follows two spaces is a remark, as the label of a known value. */
function cellText(text: string): string {
  const [value, ...remark] = text.split('  ');
  return remark.length > 0 ? `${escaped(value)} <span class="remark">${escaped(remark.join(' '))}</span>` : escaped(value);
}

/** @param prefix keeps the ids of the figures of a page apart */
export function figureHtml(figure: DrawnFigure, prefix: string): string {
  return `<figure id="${attribute(figure.name)}">
<div class="card">${separateIds(figure.svg, prefix)}</div>
<figcaption>${escaped(figure.caption)}</figcaption>
${detailsHtml('Data and specification (Vega-Lite JSON)', specText(figure.spec))}
</figure>`;
}

/** Preformatted text, hidden until the reader opens it; both are escaped. */
export function detailsHtml(summary: string, text: string): string {
  return `<details><summary>${escaped(summary)}</summary><pre>${escaped(text)}</pre></details>`;
}

/** Names and what they are. */
export function factsHtml(facts: readonly (readonly [name: string, text: string])[]): string {
  return `<dl>\n${facts.map(([name, text]) => `<dt>${escaped(name)}</dt><dd>${escaped(text)}</dd>`).join('\n')}\n</dl>`;
}

/** Every SVG names its clips and gradients from 0; on one page they would take each other's. */
function separateIds(svg: string, prefix: string): string {
  return svg.replace(/(\bid="|url\(#|href="#)/g, `$1${prefix}`);
}

/** Indented, but with one record of data per line. */
function specText(spec: FigureSpec): string {
  const { data, ...rest } = spec as unknown as { data?: { values?: unknown } } & Record<string, unknown>;
  const values = Array.isArray(data?.values) ? data.values : [];
  const records = values.map((value) => `    ${JSON.stringify(value)}`).join(',\n');
  return JSON.stringify({ ...rest, data: { values: [] } }, null, 2).replace(/"values": \[\]\n {2}\}\n\}$/, () => `"values": [\n${records}\n  ] }\n}`);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** For text between tags; quotes stay, of which the data have many. */
export function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character]);
}

/** Escapes text for an attribute in double quotes. */
export function attribute(text: string): string {
  return escaped(text).replaceAll('"', '&quot;');
}
