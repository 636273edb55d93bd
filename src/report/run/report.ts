import type { Results } from '../../train/result/summary.ts';
import { drawFigures } from './figures.ts';
import { reportHtml } from './html.ts';

/**
 * Everything a results folder shows to people, drawn from the results alone: the page, each figure as SVG and its
 * Vega-Lite specification with the data.
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
