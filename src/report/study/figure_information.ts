/** Information against temperature, by number of components. */
import { modelNamed } from '../../model/models.ts';
import type { StudyAnalysis } from '../../study/analyse/types.ts';
import type { Figure } from '../draw/figure.ts';
import { informationOf } from '../draw/information.ts';
import { ceilingName, significant } from '../draw/numbers.ts';
import { lengthsIn } from '../draw/words.ts';
import { knownOfStudy } from '../published/known.ts';
import { asTemperature, componentsOf, controlTitle, of, suffix } from './words.ts';

/** Held-out I(H:E) of the chosen runs in nats against temperature or rate; one figure per number of components. */
export function informationFigures(analysis: StudyAnalysis): Figure[] {
  const { transition } = analysis;
  return componentsOf(analysis).flatMap((components) => {
    const points = of(analysis.points, components);
    const ceiling = points.find((point) => point.verdict !== null)?.ceiling ?? Number.POSITIVE_INFINITY;
    const figure = informationOf(
      points.map((point) => ({ ...point, temperature: asTemperature(point.temperature), known: knownOfStudy(analysis, point) })),
      {
        ceiling,
        ceilingLabel: ceilingName(ceiling),
        critical: transition ? { value: transition.value, label: `${transition.label} = ${significant(transition.value, 4)}` } : undefined,
        title: controlTitle(analysis),
        control: modelNamed(analysis.model).control,
        unit: lengthsIn(analysis),
        words: { of: 'the run that validation chose out of all of a point', equal: analysis.control },
      },
    );
    const { name, title } = suffix(analysis, components);
    return figure ? [{ ...figure, name: `information${name}`, title: `${figure.title}${title}` }] : [];
  });
}
