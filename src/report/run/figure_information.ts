/** The figure of the result of a run: I(H:E) against temperature. */
import type { Results } from '../../train/result/summary.ts';
import type { Figure } from '../draw/figure.ts';
import { ceilingLabel, ceilingOf } from '../draw/grid.ts';
import { informationOf } from '../draw/information.ts';
import { knownOfRun } from '../published/known.ts';
import { controlTitle, transitionOf } from './words.ts';

/** I(H:E) of the best replica of every point, in nats, against temperature; undefined where no point has a value. */
export function informationFigure({ summary }: Results): Figure | undefined {
  const [first] = summary.points;
  if (!first) return undefined;
  const transition = transitionOf(summary);
  const points = summary.points.map((point) => ({ ...point, known: knownOfRun(summary, point) }));
  return informationOf(points, {
    ceiling: ceilingOf(first),
    ceilingLabel: ceilingLabel(first),
    critical: transition && { value: transition.value, label: `${transition.label} = ${transition.value.toFixed(3)}` },
    title: controlTitle(summary),
  });
}
