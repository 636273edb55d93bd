/** A report as files, ready to be written beside the results. */
import type { Results } from '../train/summary.ts';
import { drawFigures } from './figures.ts';
import { reportHtml } from './html.ts';

/**
 * @param results summary and curves; partial ones will do
 * @returns file contents by name: report.html, which needs no other file, and each figure as SVG and as the Vega-Lite
 *   specification it was drawn from, with its data
 */
export async function reportFiles(results: Results): Promise<Record<string, string>> {
  const figures = await drawFigures(results);
  const files: Record<string, string> = { 'report.html': reportHtml(results, figures) };
  for (const { name, svg, spec } of figures) {
    files[`figures/${name}.svg`] = svg;
    files[`figures/${name}.vl.json`] = `${JSON.stringify(spec, null, 1)}\n`;
  }
  return files;
}
