import type { StudyAnalysis } from '../../study/analyse/types.ts';
import type { StudyData } from '../../study/cells/data.ts';
import { encode } from '../../study/cells/record.ts';
import type { StudyConfig } from '../../study/plan/config.ts';
import type { DrawnFigure } from '../draw/figure.ts';
import { drawAll } from '../draw/svg.ts';
import { knownOfStudy } from '../published/known.ts';
import { publishedRows } from '../published/rows.ts';
import { studyFigures, type Theme } from './figures.ts';
import { studyHtml } from './page.ts';

/**
 * The report of a study, drawn from its results only: the page, the analysis as JSON, published statements beside it as JSON, and each
 * figure as SVG and as a Vega-Lite specification with its data.
 * @returns file contents by path inside the folder
 */
export async function studyReportFiles(data: StudyData, analysis: StudyAnalysis, config: StudyConfig): Promise<Record<string, string>> {
  const drawn = {} as Record<Theme, DrawnFigure[]>;
  for (const [theme, figures] of Object.entries(studyFigures(data, analysis, config))) drawn[theme as Theme] = await drawAll(figures);
  const published = publishedRows(analysis);
  const points = analysis.points.map((point) => ({ ...point, known: knownOfStudy(analysis, point) }));
  const files: Record<string, string> = {
    'report.html': studyHtml(data, analysis, config, drawn, published),
    'analysis.json': encode({ ...analysis, points }),
  };
  if (published.length > 0) files['published.json'] = encode({ name: analysis.name, seconds: analysis.seconds, provenance: data.provenance, rows: published });
  for (const { name, svg, spec } of Object.values(drawn).flat()) {
    files[`figures/${name}.svg`] = svg;
    files[`figures/${name}.vl.json`] = `${JSON.stringify(spec, null, 1)}\n`;
  }
  return files;
}
