import type { FieldTheory, TheoryOperator } from '../field_theory.ts';

/** g at which the height of dimers locks into columns: Alet et al., Phys. Rev. E 74, 041124 (2006). */
const LOCKED = 4;

interface Interaction {
  interaction: number;
}

/**
 * The Coulomb gas S = ∫ π g |∇h|²: vertex operators exp(2πi e h) have dimension e² / (2 g), the gradient of h has 1 for every g. Here e = 1 is what filters of plaquettes and
 * columns measure. What tells horizontal from vertical dimers has the symmetry of e = 2 and of the squares of the gradient, whose dimension is 2: below g = 1, so of free dimers, these
 * come first. Their correlator changes with the angle, as cos 4θ, so no factor of the torus is given.
 */
export const dimerTheory: FieldTheory<Interaction> = {
  inner: 'none',
  // Dimers that start far from the low-temperature order take a time growing as L² to find it.
  start: 'ordered',
  at: ({ interaction }, temperature, stiffness = Number.NaN) => {
    const free = temperature === Number.POSITIVE_INFINITY || interaction === 0;
    const g = free ? 1 / 2 : stiffness;
    if (!(g < LOCKED)) return undefined;
    const columns: TheoryOperator = { name: 'exp(4πi h)', sector: 'plain', dimension: 2 / g, factor: 'winding', stiffness: g, charge: 2 };
    const squares: TheoryOperator = { name: '(∂x h)² − (∂y h)²', sector: 'plain', dimension: 2 };
    return {
      name: `Coulomb gas, g = ${free ? '1/2' : g.toPrecision(3)}`,
      source: 'Alet et al., Phys. Rev. E 74, 041124 (2006)',
      operators: [
        { name: 'exp(2πi h)', sector: 'columnar', dimension: 1 / (2 * g), factor: 'winding', stiffness: g, charge: 1 },
        { name: '∇h', sector: 'staggered', dimension: 1, factor: 'gradient', stiffness: g },
        ...(g < 1 ? [squares, columns] : [columns, squares]),
      ],
    };
  },
};
