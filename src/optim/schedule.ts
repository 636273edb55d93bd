/** Hyperparameters of Adam; defaults of Kingma & Ba, arXiv:1412.6980. `clip` bounds the norm of a gradient; 0 turns this off. */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: 0 } as const;

interface ScheduleOptions {
  steps: number;
  /** Learning rate at the start. */
  rate: number;
  /** Fraction of the steps, at the end, over which the rate falls linearly to a tenth. */
  cooldown: number;
  /** Left out where no variable is relaxed. */
  tau?: Annealing | undefined;
  /** Entropy bonus at the start; it falls linearly to 0 at half of the steps. */
  bonus?: number;
  /** Decays of Adam's two moments, where they are not the usual ones. */
  decays?: { readonly beta1: number; readonly beta2: number };
  /** The rows that are wanted; all of them unless given. */
  rows?: { first: number; count: number };
}

/** τ_t = max(last, first · exp(-decay · t)). Source: Goekmen et al., arXiv:2103.16887, section III. */
interface Annealing {
  first: number;
  last: number;
  decay: number;
}

/** Temperature τ of the relaxed variable at step t. */
export function annealed({ first, last, decay }: Annealing, t: number): number {
  return Math.max(last, first * Math.exp(-decay * t));
}

/**
 * A table of everything that changes with the step: rows (τ, lr_t / (1 - β1^t), 1 / (1 - β2^t), entropy bonus b_t). It is made on the host in double
 * precision, so that results do not depend on the pow and exp of an adapter. A training without an end has infinitely many steps and
 * no cooldown.
 */
export function schedule({ steps, rate, cooldown, tau, bonus = 0, decays = ADAM, rows = { first: 0, count: steps } }: ScheduleOptions): Float32Array {
  const table = new Float32Array(4 * rows.count);
  const coolFrom = steps * (1 - cooldown);
  for (let i = 0; i < rows.count; i++) {
    const t = rows.first + i;
    const cooled = t <= coolFrom ? 1 : 1 - (0.9 * (t - coolFrom)) / (steps - coolFrom);
    table[4 * i] = tau ? annealed(tau, t) : 1;
    table[4 * i + 1] = (rate * cooled) / (1 - decays.beta1 ** (t + 1));
    table[4 * i + 2] = 1 / (1 - decays.beta2 ** (t + 1));
    table[4 * i + 3] = bonus * Math.max(0, 1 - (2 * t) / steps);
  }
  return table;
}
