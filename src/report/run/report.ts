import type { Results } from '../../train/result/summary.ts';
import { drawFigures } from './figures.ts';
import { reportHtml } from './html.ts';

/**
 * The report of a run, drawn from its results only: the page, and each figure as SVG and as a Vega-Lite specification with its data.
 * @returns file contents by path inside the folder
 */
export async function reportFiles(results: Results): Promise<Record<string, string>> {
  const drawn = await drawFigures(results);
  const files: Record<string, string> = { 'report.html': reportHtml(results, drawn) };
  for (const { name, svg, spec } of drawn) {
    files[`figures/${name}.svg`] = svg;
    files[`figures/${name}.vl.json`] = `${JSON.stringify(spec, null, 1)}\n`;
  }
  return files;
}
