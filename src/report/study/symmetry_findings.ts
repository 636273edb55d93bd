/** The symmetries of the ensembles of a study in sentences. */
import { type AnalysedSymmetry, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import { concise } from '../draw/numbers.ts';
import { list } from '../draw/words.ts';
import { of, placeLabel, unique } from './words.ts';

/** Sentences on the symmetry of the optima at each temperature. */
export function symmetriesOf(analysis: StudyAnalysis, components: number): string[] {
  return analysis.ensembleBuffers.flatMap((buffer) => {
    const across = analysis.ensembleBuffers.length > 1 ? `, across a buffer of ${buffer},` : '';
    return symmetriesAt(analysis, components, buffer, across);
  });
}

function symmetriesAt(analysis: StudyAnalysis, components: number, buffer: number, across: string): string[] {
  const here = of(analysis.symmetries, components).filter((row) => row.buffer === buffer);
  const said = here.flatMap(({ temperature, found }) => (isAbsent(found) || found.verdict === 'none found' ? [] : [{ temperature, found }]));
  const circles = said.filter(({ found }) => found.verdict === 'U(1)');
  const finiteOnes = said.filter(({ found }) => found.verdict === 'finite');
  const kindOf = ({ found }: (typeof said)[number]) => `${found.group} on ${found.populations.length} optima`;
  const at = (some: typeof said) => `${list(some.map(({ temperature }) => placeLabel(analysis, temperature)))}${across}`;
  const finite = unique(finiteOnes.map(kindOf)).map((kind) => {
    const here = finiteOnes.filter((row) => kindOf(row) === kind);
    const { group, populations } = here[0].found;
    const broken = here.filter(({ found }) => found.broken);
    const unknown = here.some(({ found }) => found.broken === null);
    const what =
      group !== 'trivial'
        ? `At ${at(here)} the ensemble represents ${kind}`
        : populations.length === 1
          ? `At ${at(here)} all runs find one optimum`
          : `At ${at(here)} no rotation, reflection or translation of the block exchanges the ${populations.length} optima that the runs find`;
    return `${what}${broken.length === here.length ? ', broken' : broken.length > 0 ? `, broken at ${at(broken)}` : group === 'trivial' || unknown ? '' : ', not broken'}.`;
  });
  const modulated = said.filter(({ found }) => found.verdict === 'modulated circle');
  return [
    ...finite,
    ...(circles.length > 0 ? [`At ${at(circles)} the optima form a circle: a continuous rotation, U(1).`] : []),
    ...modulated.map(
      (row) => `At ${at([row])} the optima form a circle of constant information; some of its directions are found more often${amplitudeOf(row.found)}.`,
    ),
  ];
}

/** How much more often. */
function amplitudeOf({ rotation }: AnalysedSymmetry): string {
  return rotation ? `: resultant ${concise(rotation.modulation.resultant)} of ${rotation.modulation.k}θ` : '';
}
