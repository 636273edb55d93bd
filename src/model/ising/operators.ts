import { MOSTLY, type Operators } from '../operators.ts';
import { CRITICAL_TEMPERATURE } from './options.ts';

/** Users round the critical temperature; within this tolerance the correlation length still exceeds 10^4 sites. */
const AT_CRITICAL = 1e-4;

interface Couplings {
  coupling: number;
  field?: number;
  disorder?: number;
}

/** The spin of the critical model, of dimension 1/8, which filters of the order parameter measure. */
export const isingOperators: Operators<Couplings> = {
  factor: 'ising',
  start: 'both',
  alternates: ({ coupling }) => coupling < 0,
  zeroMean: ({ field = 0 }) => field === 0,
  expected: ({ coupling, field = 0, disorder = 0 }, temperature, overlaps) => {
    const order = overlaps.find(({ name }) => name === (coupling > 0 ? 'uniform' : 'staggered'));
    const critical = field === 0 && disorder === 0 && Math.abs(temperature / Math.abs(coupling) / CRITICAL_TEMPERATURE - 1) < AT_CRITICAL;
    return critical && order && order.overlap > MOSTLY ? { dimension: 1 / 8, label: 'spin of the critical Ising model' } : null;
  },
};
