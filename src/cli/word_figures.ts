/** Figures of the neighbours around a centre, and figures as files in a folder. */
import type { SuperDimers } from '../analysis/words/super_dimers.ts';
import type { Figure } from '../report/draw/figure.ts';
import { drawAll } from '../report/draw/svg.ts';
import { starFigure } from '../report/words/figures.ts';
import { starName } from '../report/words/text.ts';
import type { Graph } from '../space/graph/graph.ts';
import { regionsAround } from '../space/graph/regions.ts';
import type { Star } from '../train/result/word_samples.ts';
import type { Host } from './host.ts';
import { writeReportFiles } from './report_files.ts';

/** One figure for each star: that of the next neighbours in the graph is named after the dimers, those of wider ones after their level. */
export function starFigures(graph: Graph, centre: number, stars: readonly (Star & { readonly found: SuperDimers })[]): Figure[] {
  const { regions } = regionsAround(graph, centre);
  const [first] = stars.filter(({ level }) => level >= 0);
  return stars.flatMap(({ level, neighbours, found }) => {
    const figure = starFigure({ graph, centre, regions, neighbours, found, title: starName(level) });
    const name = level < 0 ? 'dimers' : level === first.level ? 'super-dimers' : `super-dimers-${level}`;
    return figure ? [{ ...figure, name }] : [];
  });
}

/** Each figure as SVG and as a specification with its data. @returns paths */
export async function writeFigures(host: Host, folder: string, figures: readonly Figure[]): Promise<string[]> {
  const drawn = await drawAll(figures);
  const contents = drawn.flatMap((figure) => [
    [`${figure.name}.svg`, figure.svg],
    [`${figure.name}.vl.json`, `${JSON.stringify(figure.spec, null, 1)}\n`],
  ]);
  return writeReportFiles(host, folder, Object.fromEntries(contents), false);
}
