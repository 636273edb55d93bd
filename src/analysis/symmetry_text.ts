/** What was found of an ensemble's symmetry, in words. */
import type { Represented, Symmetry } from './symmetry.ts';

/**
 * Sentences for a report: what the optima are, which group acts on them and through which operations, what leaves them as
 * they are, and whether the symmetry is broken, with the probabilities behind it.
 */
export function describeSymmetry(found: Symmetry): string[] {
  const { verdict, optima, subgroups, rotation } = found;
  const strays = found.unassigned.length > 0 && verdict === 'finite' ? `, ${found.unassigned.length} runs found none of them` : '';
  if (verdict === 'U(1)') return [`A circle of optima, U(1): ${rotation?.reason}.`];
  if (verdict === 'none found') return [`No symmetry found${rotation ? `: no separate optima, and ${rotation.reason}` : ''}.`];
  const of = (name: string, { group, elements, order }: Represented) => `${group} of ${name}${elements < order ? ` (${elements} of ${order} elements)` : ''}`;
  const acting = Object.entries(subgroups).filter(([, { group }]) => group !== 'trivial');
  const still = Object.entries(subgroups).filter(([, { invariances, order }]) => invariances === order && order > 1);
  const lines = [`${optima.length === 1 ? 'One optimum' : `${optima.length} optima`}${strays}.`];
  if (acting.length > 0) lines.push(`Permuted by ${found.group}: ${acting.map(([name, what]) => of(name, what)).join(', ')}.`);
  if (still.length > 0) lines.push(`Left as they are by all of: ${still.map(([name]) => name).join(', ')}.`);
  const missing = found.orbits.reduce((sum, orbit) => sum + orbit.missing, 0);
  const odds = `equal populations p = ${probability(found.p)}, equal informations p = ${probability(found.informationP)}`;
  const lacking = missing > 0 ? `, ${missing} of an orbit missing` : '';
  if (found.orbits.some(({ populations }) => populations.length > 1)) {
    lines.push(`${found.broken ? 'Broken by the ensemble' : 'Not broken by the ensemble'}${lacking}: ${odds}.`);
  }
  if (!found.closed) lines.push('The permutations are not closed: the tolerance joins or parts optima wrongly.');
  return lines;
}

function probability(p: number): string {
  return p < 0.01 ? p.toExponential(0) : p.toFixed(2);
}
