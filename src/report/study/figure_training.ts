/** Training curves: the objective against the step at every temperature, of the chosen run and of all of them. */
import type { StudyAnalysis } from '../../study/analyse/types.ts';
import type { StudyData } from '../../study/cells/data.ts';
import type { Figure } from '../draw/figure.ts';
import { fixed, isNumber } from '../draw/numbers.ts';
import { BLUE, INK, rounded, themed } from '../draw/theme.ts';
import { byWords, CUT } from '../draw/words.ts';
import { componentsOf, placeLabel, suffix } from './words.ts';

const SIZE = { width: 138, height: 110 };
const COLUMNS = 2;
/** Most panels; larger studies show temperatures evenly chosen among all. */
const MOST_PANELS = 12;
/** Most points of a curve that are drawn. */
const MOST_STEPS = 50;
/** Largest part of the axis below zero; and the least upper end of the axis, nats. */
const BELOW = 0.15;
const LEAST_TOP = 0.02;

/** The curves of one temperature, objective in nats by step. */
interface Panel {
  place: string;
  runs: number[][];
  /** The curve of the run that validation chose. */
  chosen: number[] | undefined;
}

/**
 * In-sample objective in nats against the step, across the first buffer whose ensembles are analysed; one figure per
 * number of components.
 */
export function trainingFigures(data: StudyData, analysis: StudyAnalysis): Figure[] {
  if (data.curveSteps.length < 2) return [];
  const [buffer] = analysis.ensembleBuffers;
  return componentsOf(analysis).flatMap((components, c) => {
    const seen = panelsOf(data, analysis, { c, b: data.axes.buffer.indexOf(buffer) });
    if (seen.length === 0) return [];
    const shown = spread(seen, MOST_PANELS);
    const { name, title } = suffix(analysis, components);
    const all = shown.length < seen.length ? ` ${shown.length} of ${seen.length} panels are shown.` : '';
    return [
      {
        name: `training${name}`,
        title: `Training curves${title}`,
        caption: `The objective on the samples trained on, averaged over intervals of steps, across a buffer of ${buffer}; it is not the held-out result. ${CUT} Where it still rises at the end, training was too short; runs that stay below the others found another optimum or none.${all}`,
        spec: specOf(analysis, shown, data.curveSteps),
      },
    ];
  });
}

/** The temperatures at which a run has a curve, at the c-th number of components and the b-th buffer. */
function panelsOf({ axes, curves, status, points }: StudyData, analysis: StudyAnalysis, { c, b }: { c: number; b: number }): Panel[] {
  return axes.temperature.flatMap((temperature, t) => {
    const runs = curves[c][t][b].flatMap((curve, r) => (curve?.some(isNumber) && status[c][t][b][r] !== 'diverged' ? [curve] : []));
    const { best } = points[c][t][b];
    return runs.length > 0 ? [{ place: placeLabel(analysis, temperature), runs, chosen: best === undefined ? undefined : curves[c][t][b][best] }] : [];
  });
}

/** One record per step that is drawn: range and quartiles of the runs, and the chosen one. */
function recordsOf({ place, runs, chosen }: Panel, steps: readonly { step: number; i: number }[]) {
  return steps.flatMap(({ step, i }) => {
    const sorted = runs
      .map((curve) => curve[i])
      .filter(isNumber)
      .sort((x, y) => x - y);
    if (sorted.length === 0) return [];
    const at = (q: number) => rounded(sorted[Math.round(q * (sorted.length - 1))]);
    const own = chosen && isNumber(chosen[i]) ? { chosen: rounded(chosen[i]) } : {};
    return [{ place, step, least: at(0), lower: at(0.25), upper: at(0.75), most: at(1), ...own }];
  });
}

function specOf(analysis: StudyAnalysis, panels: readonly Panel[], curveSteps: readonly number[]) {
  const steps = spread(
    curveSteps.map((step, i) => ({ step, i })),
    MOST_STEPS,
  );
  const values = panels.flatMap((panel) => recordsOf(panel, steps));
  const places = panels.map(({ place }) => place);
  return themed({
    title: { text: 'Training', subtitle: `buffer ${analysis.ensembleBuffers[0]}; line: chosen run; bands: range and middle half of all runs` },
    description: `In-sample objective in nats against the training step${byWords({ [analysis.control]: places })}; at the end: ${panels.map(({ place, chosen }) => `${fixed(chosen?.findLast(isNumber) ?? Number.NaN, 3)} at ${place}`).join('; ')}`,
    data: { values },
    facet: { field: 'place', type: 'nominal', sort: places, title: null },
    columns: Math.min(COLUMNS, places.length),
    spacing: { row: 24, column: 20 },
    spec: { ...SIZE, layer: layersOf(values, curveSteps[curveSteps.length - 1]) },
    resolve: { axis: { x: 'independent', y: 'independent' } },
  });
}

function layersOf(values: ReturnType<typeof recordsOf>, last: number): object[] {
  const top = 1.05 * Math.max(LEAST_TOP, ...values.map(({ most }) => most));
  // The first steps of an untrained critic may lie far below zero.
  const domain = [Math.max(-BELOW * top, Math.min(0, ...values.map(({ least }) => least))), top];
  const x = { field: 'step', type: 'quantitative', scale: { domain: [0, last], nice: false }, axis: { title: 'training step', tickCount: 4 } };
  const y = (field: string) => ({ field, type: 'quantitative', scale: { domain, nice: false }, axis: { title: 'objective  (nats)', tickCount: 4 } });
  const band = (low: string, high: string, opacity: number) => ({
    mark: { type: 'area', color: BLUE, opacity, clip: true },
    encoding: { x, y: y(low), y2: { field: high } },
  });
  return [
    band('least', 'most', 0.18),
    band('lower', 'upper', 0.3),
    {
      transform: [{ filter: 'isValid(datum.chosen)' }],
      mark: { type: 'line', color: INK, strokeWidth: 1.2, clip: true },
      encoding: { x, y: y('chosen') },
    },
  ];
}

/** At most `most` of all, evenly spread, with the first and the last. */
function spread<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]);
}
