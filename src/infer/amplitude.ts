import { Matrix } from 'ml-matrix';
import { deriveKey } from '../core/random.ts';
import { shake } from '../model/tissue/dynamics.ts';
import { jacobian } from '../model/tissue/jacobian.ts';
import type { Mesh } from '../model/tissue/mesh.ts';
import type { TissueParameters } from '../model/tissue/parameters.ts';
import { stiffness } from './response.ts';

/** Random vectors over which a trace is taken: its error is some hundredths. */
const PROBES = 24;

/**
 * The amplitude of noise that makes a loss as large as it is, to first order in the noise: white noise of standard deviation s gives
 * s² tr R R^T with R = J (k - J)^-1, dynamic noise D tr (k - J)^-T (-J) (k - J)^-1 where J is nearly symmetric; of force matching s² tr J J^T
 * and -D tr J. Traces are means over random vectors.
 * @param mesh the state at rest of the estimate
 * @param fitted number of parameters, each of which takes away one of the directions that noise has
 */
export function amplitudeOf(
  loss: number,
  mesh: Mesh,
  parameters: TissueParameters,
  { nudge, noise, fitted, seed }: { nudge: number; noise: 'dynamic' | 'white'; fitted: number; seed: number },
): number {
  const matching = nudge === Number.POSITIVE_INFINITY;
  const J = jacobian(mesh, parameters);
  const size = J.rows;
  const solver = matching ? undefined : stiffness(mesh, parameters, nudge);
  const key = deriveKey(seed, 'test', 0);
  let sum = 0;
  for (let n = 0; n < PROBES; n++) {
    const x = Matrix.columnVector(probe(size, key, n));
    const bent = J.mmul(x);
    const squared = (of: Matrix) => of.dot(of);
    if (noise === 'white') sum += squared(solver ? solver.solve(bent) : bent);
    else {
      const y = solver ? solver.solve(x) : x;
      sum -= y.dot(J.mmul(y));
    }
  }
  const share = 1 - fitted / (size - 2);
  const unit = (share * sum) / PROBES;
  return noise === 'white' ? Math.sqrt(loss / unit) : loss / unit;
}

/** Normal numbers without a translation. */
function probe(size: number, key: readonly number[], step: number): Float64Array {
  const x = new Float64Array(size);
  shake(x, 1, key, step);
  for (let axis = 0; axis < 2; axis++) {
    let mean = 0;
    for (let i = axis; i < size; i += 2) mean += (2 * x[i]) / size;
    for (let i = axis; i < size; i += 2) x[i] -= mean;
  }
  return x;
}
