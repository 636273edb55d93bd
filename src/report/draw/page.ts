/** Parts of a page that loads no other files: head and style, sections, tables, figures with their data. */
import type { DrawnFigure, FigureSpec } from './figure.ts';
import { STYLE } from './style.ts';
import { withIndices, withMinus } from './text.ts';
import { READABLE } from './theme.ts';

/** A report loads nothing and runs nothing: whatever text came into it, a browser sees to that. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** A complete HTML document, UTF-8; sections are HTML already. */
export function pageHtml(title: string, sections: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${attribute(POLICY)}">
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
  return `<section><h2>${typeset(title)}</h2>\n${body}\n</section>`;
}

/** The head of a page: the title, the question, and the answers as a list; all are escaped. */
export function headHtml(title: string, [question, ...answers]: readonly string[]): string {
  const items = answers.map((answer) => `<li>${typeset(answer)}</li>`).join('');
  return `<header><h1>${typeset(title)}</h1><p class="lead">${typeset(question)}</p>${items ? `<ul>${items}</ul>` : ''}</header>`;
}

/** A cell of a table. */
interface TableCell {
  /** Text after two spaces is a remark, which is printed faintly. */
  text: string;
  align: 'left' | 'right';
  class: string;
}

/**
 * A table that scrolls sideways where it is too wide, by keyboard, too; all text is escaped.
 * @param head names of columns with the unit below each, empty where there is none
 * @param rows cells in the order of the columns
 */
export function tableHtml(head: readonly { name: string; unit: string }[], rows: readonly (readonly TableCell[])[]): string {
  const heads = head.map(
    ({ name, unit }, i) => `<th scope="col" class="${rows[0]?.[i].align ?? 'left'}">${typeset(name)}${unit ? `<small>${typeset(unit)}</small>` : ''}</th>`,
  );
  const body = rows.map(
    (cells) => `<tr>${cells.map((cell) => `<td class="${attribute(`${cell.align} ${cell.class}`.trim())}">${cellText(cell.text)}</td>`).join('')}</tr>`,
  );
  return `<div class="wide" ${scrollable(`Table: ${head.map(({ name }) => name).join(', ')}`)}><table><thead><tr>${heads.join('')}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table></div>`;
}

/** Marks text after two spaces as a remark, such as the label of a known value. */
function cellText(text: string): string {
  const [value, ...remark] = text.split('  ');
  return remark.length > 0 ? `${typeset(value)} <span class="remark">${typeset(remark.join(' '))}</span>` : typeset(value);
}

/** A drawn figure with its caption and its data. @param prefix makes the ids of a figure different from those of other figures of the page */
export function figureHtml(figure: DrawnFigure, prefix: string): string {
  const width = Number(/^<svg[^>]* width="([\d.]+)"/.exec(figure.svg)?.[1] ?? 0);
  const card = width > READABLE ? `<div class="card broad" ${scrollable(`Figure: ${figure.title}`)}>` : '<div class="card">';
  return `<figure id="${attribute(figure.name)}">
${card}${separateIds(figure.svg, prefix)}</div>
<figcaption>${typeset(figure.caption)}</figcaption>
${detailsHtml('Data and specification (Vega-Lite JSON)', specText(figure.spec), figure.title)}
</figure>`;
}

/** Preformatted text, hidden until the reader opens it; all are escaped. @param of what it belongs to, where a page has several */
export function detailsHtml(summary: string, text: string, of = ''): string {
  return `<details><summary>${escaped(summary)}</summary><pre ${scrollable(of ? `${summary}: ${of}` : summary)}>${escaped(text)}</pre></details>`;
}

/** A note below a table; the text is escaped. */
export const noteHtml = (text: string) => `<p class="note">${typeset(text)}</p>`;

/** Attributes of a part that may scroll: it can be reached by keyboard, and has a name. */
const scrollable = (label: string) => `tabindex="0" role="region" aria-label="${attribute(label)}"`;

/** A list of facts: names with their values; all are escaped. */
export function factsHtml(facts: readonly (readonly [name: string, text: string])[]): string {
  return `<dl>\n${facts.map(([name, text]) => `<dt>${typeset(name)}</dt><dd>${escaped(text)}</dd>`).join('\n')}\n</dl>`;
}

/** Prefixes ids: every SVG numbers its clips and gradients from 0, and on one page equal ids would refer to the wrong figure. */
function separateIds(svg: string, prefix: string): string {
  return svg.replace(/(\bid="|url\(#|href="#)/g, `$1${prefix}`);
}

/** The specification as JSON, indented, but with one record of data per line. */
function specText(spec: FigureSpec): string {
  const { data, ...rest } = spec as unknown as { data?: { values?: unknown } } & Record<string, unknown>;
  const values = Array.isArray(data?.values) ? data.values : [];
  const records = values.map((value) => `    ${JSON.stringify(value)}`).join(',\n');
  return JSON.stringify({ ...rest, data: { values: [] } }, null, 2).replace(/"values": \[\]\n {2}\}\n\}$/, () => `"values": [\n${records}\n  ] }\n}`);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes text between tags. Quotes need no escape there, and data have many of them. */
export function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character]);
}

/** Escapes text for people, with indices below the line and minus signs. */
export function typeset(text: string): string {
  return withIndices(withMinus(escaped(text)), (index) => `<sub>${index}</sub>`);
}

/** Escapes text for an attribute in double quotes. */
export function attribute(text: string): string {
  return escaped(text).replaceAll('"', '&quot;');
}
