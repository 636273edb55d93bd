/** The figure of the result of a run: I(H:E) against temperature. */
import type { Results } from '../../train/result/summary.ts';
import type { Figure } from '../draw/figure.ts';
import { ceilingLabel, ceilingOf, criticalTemperature } from '../draw/grid.ts';
import { informationOf } from '../draw/information.ts';
import { knownOfRun } from '../published/known.ts';

/** I(H:E) of the best replica of every point, in nats, against temperature; undefined where no point has a value. */
export function informationFigure({ summary }: Results): Figure | undefined {
  const [first] = summary.points;
  if (!first) return undefined;
  const critical = criticalTemperature(first);
  const points = summary.points.map((point) => ({ ...point, known: knownOfRun(summary, point) }));
  return informationOf(points, {
    ceiling: ceilingOf(first),
    ceilingLabel: ceilingLabel(first),
    critical: critical === undefined ? undefined : { value: critical, label: `T_c = ${critical.toFixed(3)}` },
    title: 'temperature T  (J / k_B)',
  });
}
