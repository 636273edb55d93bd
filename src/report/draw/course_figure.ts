/** The figure of a course in time: what changes, with errors, beside what a continuum would do. */
import type { Estimate } from '../../core/statistics.ts';
import type { ObservableWords } from '../../model/model.ts';
import type { CourseProfile } from '../../sample/course.ts';
import type { Figure } from './figure.ts';
import { barOf } from './marks.ts';
import { concise, isNumber, significant } from './numbers.ts';
import { BLUE, FAINT, PLOT, rounded, themed } from './theme.ts';

/** Height of a panel, pixels. */
const HEIGHT = 130;

/** One line of points over time or place. */
interface Panel {
  readonly axis: string;
  readonly title: string;
  readonly points: readonly { readonly x: number; readonly value: Estimate; readonly continuum?: number }[];
}

/** A course as it is drawn. */
interface DrawnCourse {
  readonly title: string;
  readonly about: string;
  readonly time: readonly number[];
  /** By name, at each time. */
  readonly course: Readonly<Record<string, readonly Estimate[]>>;
  readonly drawn: readonly string[];
  continuum(time: number): Readonly<Record<string, number>>;
  readonly profile: CourseProfile | undefined;
  readonly words: Readonly<Record<string, ObservableWords | null>>;
}

/** A panel for everything that is drawn over time, and one for a flow along the box. */
export function courseFigure(of: DrawnCourse): Figure {
  const panels = [...of.drawn.map((name) => overTime(of, name)), ...(of.profile ? [alongBox(of.profile)] : [])];
  return {
    name: 'course',
    title: of.title,
    caption: 'Dots are means over the runs with one standard error, the line is a continuum without noise.',
    spec: themed({
      title: { text: of.title, subtitle: of.about },
      description: `${of.about}; ${panels.map(inWords).join('; ')}`,
      vconcat: panels.map(unit),
      spacing: 18,
    }),
  };
}

function overTime({ time, course, continuum, words }: DrawnCourse, name: string): Panel {
  const { label, unit: of } = words[name] ?? { label: name, unit: '' };
  const points = time.map((t, i) => ({ x: t, value: course[name][i], continuum: continuum(t)[name] }));
  return { axis: 'time since growth began', title: of ? `${label}  (${of})` : label, points };
}

function alongBox({ place, velocity, continuum }: CourseProfile): Panel {
  const points = place.map((x, i) => ({ x, value: velocity[i], continuum: continuum[i] }));
  return { axis: 'x / L, part of the box', title: 'velocity along x  (√A_0 per unit of time)', points };
}

function unit({ axis, title, points }: Panel) {
  const seen = points.filter(({ value }) => isNumber(value.mean));
  const records = seen.map(({ x, value, continuum }) => ({
    x: rounded(x),
    ...barOf(value),
    ...(continuum === undefined ? {} : { continuum: rounded(continuum) }),
  }));
  const x = { field: 'x', type: 'quantitative', scale: { nice: false, padding: 8 }, axis: { title: axis, tickCount: 5 } };
  const y = (field: string) => ({ field, type: 'quantitative', scale: { zero: false, padding: 8 }, axis: { title: null, tickCount: 4 } });
  const known = seen.every(({ continuum }) => continuum !== undefined);
  return {
    width: PLOT,
    height: HEIGHT,
    title: { text: title, anchor: 'start', fontSize: 11.5, fontWeight: 'normal', offset: 6 },
    data: { values: records },
    layer: [
      ...(known ? [{ mark: { type: 'line', color: FAINT, strokeWidth: 1 }, encoding: { x, y: y('continuum') } }] : []),
      { mark: { type: 'rule', color: BLUE, strokeWidth: 1.5 }, encoding: { x, y: y('low'), y2: { field: 'high' } } },
      { mark: { type: 'point', filled: true, opacity: 1, color: BLUE, size: 28 }, encoding: { x, y: y('mean') } },
    ],
  };
}

function inWords({ axis, title, points }: Panel): string {
  const seen = points.filter(({ value }) => isNumber(value.mean));
  const [first, last] = [seen[0], seen[seen.length - 1]];
  const number = (value: Estimate) => (value.error === 0 ? significant(value.mean, 6) : concise(value));
  const at = (point: typeof first) => `${number(point.value)} at ${axis.split(',')[0]} ${rounded(point.x)}`;
  return `${title}: ${at(first)}, ${at(last)}`;
}
