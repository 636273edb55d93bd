import type { InferResult } from '../../infer/result.ts';
import type { TissueFile } from '../../model/tissue/file.ts';
import type { Figure } from '../draw/figure.ts';
import { drawAll } from '../draw/svg.ts';
import { truthOf } from './clouds.ts';
import { drawnOf } from './fields.ts';
import { convergenceFigure } from './figure_convergence.ts';
import { forcesFigure } from './figure_forces.ts';
import { parametersFigure } from './figure_parameters.ts';
import { tissueFigure } from './figure_tissue.ts';
import { valuesFigure } from './figure_values.ts';
import { inferHtml } from './html.ts';

/** The figures for which there are data, in the order of the page, not drawn yet. */
export function inferFigures(result: InferResult, { mesh, parameters }: Pick<TissueFile, 'mesh' | 'parameters'>): Figure[] {
  const { smoothing } = result.known;
  const drawn = drawnOf(mesh, typeof smoothing === 'number' ? smoothing : 0);
  const truth = truthOf(result.fitted, parameters);
  const figures = [
    tissueFigure(result, drawn),
    parametersFigure(result, truth),
    valuesFigure(result, truth),
    forcesFigure(result, drawn),
    convergenceFigure(result),
  ];
  return figures.filter((figure) => figure !== undefined);
}

/**
 * The report of an inference, drawn from its result and the snapshot: the page, and each figure as SVG and as a Vega-Lite specification with its data.
 * @param tissue the snapshot as its file holds it; parameters that it was made with are marked, and nothing else
 * @returns file contents by path inside the folder
 */
export async function inferReportFiles(result: InferResult, tissue: Pick<TissueFile, 'mesh' | 'parameters'>): Promise<Record<string, string>> {
  const drawn = await drawAll(inferFigures(result, tissue));
  const files: Record<string, string> = { 'report.html': inferHtml(result, drawn, truthOf(result.fitted, tissue.parameters)) };
  for (const { name, svg, spec } of drawn) {
    files[`figures/${name}.svg`] = svg;
    files[`figures/${name}.vl.json`] = `${JSON.stringify(spec, null, 1)}\n`;
  }
  return files;
}
