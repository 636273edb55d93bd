/** The symmetry of every ensemble, found without any operator as input. */

import type { Block } from '../../analysis/symmetry/group.ts';
import { FEWEST_RUNS, findRotation, type Rotation } from '../../analysis/symmetry/rotation.ts';
import { findSymmetry, type Symmetry, type SymmetryOptions } from '../../analysis/symmetry/symmetry.ts';
import { describeSymmetry } from '../../analysis/symmetry/text.ts';
import { attempt, type Frame, type GridPlace, isInformative } from './frame.ts';
import { type AnalysedSymmetry, isAbsent, type Part, type StudyAnalysis } from './types.ts';

/** Runs that each member of an orbit must have on average for a test of whether they are chosen alike. */
const RUNS_PER_MEMBER = 3;
/** The runs of larger ensembles are compared pair by pair, which takes minutes beyond this. */
const MOST = 1000;
/** Orders of more logits are too many to compare. */
const MOST_LOGITS = 8;

/** The group that the filters of all runs represent, at every point of the buffers whose ensembles are analysed. */
export function symmetriesOf(frame: Frame): StudyAnalysis['symmetries'] {
  return frame.ensembles.map((place) => {
    const { components, temperature, buffer } = place;
    return { components, temperature, buffer, found: symmetryOf(frame, place) };
  });
}

function symmetryOf(frame: Frame, place: GridPlace): Part<AnalysedSymmetry> {
  const runs = frame.found(place).slice(0, MOST);
  if (!Number.isFinite(place.point.information.mean)) return { absent: 'not computed yet' };
  if (!isInformative(place.point.information)) return { absent: 'no information, and so no filter is preferred' };
  if (runs.length < FEWEST_RUNS) return { absent: `${runs.length} of ${place.point.runs} runs found something; ${FEWEST_RUNS} or more are needed` };
  const logits = frame.data.coarse.states > 2;
  if (logits && (place.components > 1 || frame.data.coarse.states > MOST_LOGITS)) {
    return { absent: `symmetries of variables with more than two states are known for one component of up to ${MOST_LOGITS} states` };
  }
  return attempt(() => {
    const ensemble = runs.map(({ filter }) => filter);
    const information = runs.map((run) => run.information);
    const found = symmetryIn(frame, ensemble, { information, ...(logits ? { freedom: 'order' as const } : {}) });
    const plane = place.components <= 2 && !logits ? attempt(() => findRotation(ensemble, { information })) : null;
    const members = Math.max(0, ...found.orbits.map((orbit) => orbit.populations.length));
    const tellable = runs.length >= RUNS_PER_MEMBER * members;
    return {
      verdict: found.verdict,
      group: found.group,
      acts: found.acts,
      broken: tellable ? found.broken : null,
      p: found.p,
      informationP: found.informationP,
      runs: runs.length,
      populations: found.optima.map((optimum) => optimum.runs.length),
      text: tellable ? describeSymmetry(found) : withoutBreaking(found, runs.length, members),
      rotation: plane && !isAbsent(plane) ? shortened(plane) : null,
    };
  });
}

/** The symmetry of an ensemble. Where all operations are too many for their number, translations are left out. */
function symmetryIn({ block, place }: Frame, ensemble: number[][][], options: SymmetryOptions): Symmetry {
  const whole: Block = { ...block, ...(place ? { place } : {}) };
  const first = attempt(() => findSymmetry(ensemble, whole, options));
  return isAbsent(first) ? findSymmetry(ensemble, whole, { ...options, translations: false }) : first;
}

/** The test of equal populations is one of large numbers. */
function withoutBreaking(found: Symmetry, runs: number, members: number): string[] {
  const said = describeSymmetry(found).filter((sentence) => !/roken by the ensemble/.test(sentence));
  return [...said, `Whether it is broken cannot be told from ${runs} runs: an orbit has ${members} members or more.`];
}

function shortened({ verdict, reason, radius, modulation, p, degeneracyP, information }: Rotation) {
  return { verdict, reason, radius, modulation, p, degeneracyP, informationP: information?.p ?? null };
}
