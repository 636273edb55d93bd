/** The symmetry of an ensemble in words. */
import type { Represented } from './actions.ts';
import type { Symmetry } from './symmetry.ts';

/** Smaller differences of information, nats, are not mentioned. */
const LEAST_BAND = 0.001;
/** Smaller angles, radians, are noise. */
const EXACT = 0.15;
/** A gap between angles that is narrower than this factor is not clear. */
const UNCLEAR = 1.3;

/**
 * Sentences for a report: the optima, the group that acts on them and its operations, operations that map each optimum to itself, and
 * whether the symmetry is broken, with the probabilities behind it.
 */
export function describeSymmetry(found: Symmetry): string[] {
  const { verdict, optima, subgroups, rotation } = found;
  const strays = found.unassigned.length > 0 && verdict === 'finite' ? `, ${found.unassigned.length} runs found none of them` : '';
  const along = found.acts === 'turn of all angles' ? ', along which a common turn of all angles moves' : '';
  if (verdict === 'U(1)') return [`A circle of optima, U(1)${along}: ${rotation?.reason}.`];
  if (verdict === 'modulated circle') return [`A circle of optima${along}, some of them found more often: ${rotation?.reason}.`];
  if (verdict === 'none found') return [`No symmetry found${rotation ? `: no separate optima, and ${rotation.reason}` : ''}.`];
  const of = (name: string, { group, elements, order }: Represented) => `${group} of ${name}${elements < order ? ` (${elements} of ${order} elements)` : ''}`;
  const acting = Object.entries(subgroups).filter(([, { group }]) => group !== 'trivial');
  const still = Object.entries(subgroups).filter(([, { invariances, order }]) => invariances === order && order > 1);
  const lines = [`${optima.length === 1 ? 'One optimum' : `${optima.length} optima`}${strays}.`];
  if (acting.length > 0) lines.push(`Permuted by ${found.group}: ${acting.map(([name, what]) => of(name, what)).join(', ')}.`);
  if (still.length > 0) lines.push(`Mapped to themselves by all of: ${still.map(([name]) => name).join(', ')}.`);
  const missing = found.orbits.reduce((sum, orbit) => sum + orbit.missing, 0);
  const band = Math.max(0, ...found.orbits.map((orbit) => orbit.band));
  const nearly = band >= LEAST_BAND ? ` to within ${band.toPrecision(1)} nats` : '';
  const odds = `equal populations p = ${probability(found.p)}, equal informations${nearly} p = ${probability(found.informationP)}`;
  const lacking = missing > 0 ? `, ${missing} of an orbit missing` : '';
  if (found.orbits.some(({ populations }) => populations.length > 1)) {
    lines.push(`${found.broken ? 'Broken by the ensemble' : 'Not broken by the ensemble'}${lacking}: ${odds}.`);
  }
  if (found.alone.length > 0) {
    const runs = found.alone.reduce((sum, i) => sum + optima[i].runs.length, 0);
    const which = found.alone.length === 1 ? 'one optimum' : `${found.alone.length} optima`;
    lines.push(`Left out: ${which} of ${runs} runs, whose images no run found.`);
  }
  if (found.miss > EXACT)
    lines.push(
      `The symmetries are not exact on this block: images miss optima by angles of up to ${found.miss.toFixed(2)}, and optima are ${found.apart.toFixed(2)} apart.`,
    );
  if (found.gap && found.gap[1] < UNCLEAR * found.gap[0])
    lines.push(`Images and other filters are not clearly separated: by angles of ${found.gap.map((angle) => angle.toFixed(2)).join(' and ')} only.`);
  if (!found.closed) lines.push('The permutations are not closed: the tolerance joins or separates optima wrongly.');
  return lines;
}

function probability(p: number): string {
  return p < 0.01 ? p.toExponential(0) : p.toFixed(2);
}
