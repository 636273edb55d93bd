/** Sums over one chain of XY rotors in float64: cos right, cos down, sin right, sin down, both components, vortices of either sign. */
import { neighbours, type Vector } from './sweep.ts';

/** A difference of angles, from -π to π. */
const wrapped = (angle: number) => angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));

/** @param staggered whether every second rotor is reversed first */
export function measure(rotors: readonly Vector[], L: number, staggered: boolean): number[] {
  const angles = rotors.map(([x, y], site) => Math.atan2(y, x) + (staggered && ((site % L) + Math.floor(site / L)) % 2 === 1 ? Math.PI : 0));
  const sums = new Array<number>(7).fill(0);
  angles.forEach((angle, site) => {
    const [right, down] = neighbours(site, L);
    const corner = neighbours(right, L)[1];
    [right, down].forEach((other, d) => {
      sums[d] += Math.cos(angles[other] - angle);
      sums[2 + d] += Math.sin(angles[other] - angle);
    });
    sums[4] += Math.cos(angle);
    sums[5] += Math.sin(angle);
    const around = [site, right, corner, down].map((from, i, all) => wrapped(angles[all[(i + 1) % 4]] - angles[from]));
    if (Math.round(around.reduce((sum, one) => sum + one, 0) / (2 * Math.PI)) !== 0) sums[6]++;
  });
  return sums;
}
