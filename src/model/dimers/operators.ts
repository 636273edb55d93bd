import { MOSTLY, type Operators } from '../operators.ts';

/** g at which the height of dimers locks into columns: Alet et al., Phys. Rev. E 74, 041124 (2006). */
const LOCKED = 4;

/** Electric charges of the operators that patterns on dimers measure; gradients of the height have dimension 1 for every g. */
const CHARGES: Readonly<Record<string, number>> = { P1: 1, P2: 1, C_x: 1, C_y: 1, C: 2 };

interface Interaction {
  interaction: number;
}

/** The stiffness known without a measurement: dimers without interaction. Kenyon, Ann. Probab. 29, 1128 (2001). */
function freeStiffness({ interaction }: Interaction, temperature: number): { value: number; of: string } | undefined {
  return temperature === Number.POSITIVE_INFINITY || interaction === 0 ? { value: 1 / 2, of: 'free dimers' } : undefined;
}

/** Vertex operators of the height field, and its gradient. */
export const dimerOperators: Operators<Interaction> = {
  factor: 'winding',
  // Dimers that start far from the low-temperature order take a time growing as L² to find it.
  start: 'ordered',
  alternates: () => true,
  zeroMean: () => false,
  stiffness: freeStiffness,
  expected: (settings, temperature, overlaps, stiffness) => {
    const { name, overlap } = overlaps.reduce((best, other) => (other.overlap > best.overlap ? other : best));
    if (!(overlap > MOSTLY)) return null;
    const known = freeStiffness(settings, temperature);
    const g = known?.value ?? stiffness;
    if (!(g < LOCKED)) return null;
    const where = known ? `of ${known.of}` : `at the measured stiffness g = ${g.toPrecision(3)}`;
    const charge = CHARGES[name];
    return charge === undefined
      ? { dimension: 1, label: 'gradient of the height' }
      : { dimension: charge ** 2 / (2 * g), label: `vertex operator of charge ${charge} ${where}` };
  },
};
