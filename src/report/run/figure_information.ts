/** The figure of the result of a run: I(H:E) against temperature, or at the only one. */
import type { Results } from '../../train/result/summary.ts';
import type { Figure } from '../draw/figure.ts';
import { informationOf } from '../draw/information.ts';
import { ceilingName } from '../draw/numbers.ts';
import { lengthsIn } from '../draw/words.ts';
import { knownOfRun } from '../published/known.ts';
import { controlTitle, informationName, modelOf, transitionOf } from './words.ts';

/** I(H:E) of the best replica of every point, in nats, by temperature; undefined where no point has a value. */
export function informationFigure({ summary }: Results): Figure | undefined {
  const [first] = summary.points;
  if (!first) return undefined;
  const transition = transitionOf(summary);
  const points = summary.points.map((point) => ({ ...point, known: knownOfRun(summary, point) }));
  return informationOf(points, {
    ceiling: first.ceiling,
    ceilingLabel: ceilingName(first.ceiling),
    critical: transition && { value: transition.value, label: `${transition.label} = ${transition.value.toFixed(3)}` },
    title: controlTitle(summary),
    control: modelOf(summary).control,
    unit: lengthsIn(summary.config),
    quantity: informationName(summary),
  });
}
