/** One replica. */
export interface Sizes {
  K: number;
  /** Components, and states of each. */
  C: number;
  Q: number;
}

export const stateCount = ({ C, Q }: Sizes) => Q ** C;
export const logitCount = ({ C, Q }: Sizes) => (Q === 2 ? C : C * Q);

/** Digit c of a state, the first component lowest. */
export const digit = (state: number, c: number, Q: number) => Math.floor(state / Q ** c) % Q;

/** (C, Q) probabilities of the states of each component of sample k; hard: the largest logits share 1. */
function components(a: ArrayLike<number>, k: number, n: Sizes, hard: boolean): number[][] {
  const A = logitCount(n);
  return Array.from({ length: n.C }, (_, c) => {
    // A binary component is a Potts component of logits 0 and a.
    const logits = n.Q === 2 ? [0, a[k * A + c]] : Array.from({ length: n.Q }, (_, j) => a[k * A + c * n.Q + j]);
    const top = Math.max(...logits);
    const weights = logits.map((x) => (hard ? Number(x === top) : Math.exp(x - top)));
    const sum = weights.reduce((total, w) => total + w, 0);
    return weights.map((w) => w / sum);
  });
}

/** p_ks = prod_c pi_kc(digit_c(s)), (K, Q^C). */
export function forward(a: ArrayLike<number>, n: Sizes, hard = false): Float64Array {
  const S = stateCount(n);
  const p = new Float64Array(n.K * S).fill(1);
  for (let k = 0; k < n.K; k++) {
    const pi = components(a, k, n, hard);
    for (let s = 0; s < S; s++) for (let c = 0; c < n.C; c++) p[k * S + s] *= pi[c][digit(s, c, n.Q)];
  }
  return p;
}

/** dp_ks / da_kcj = p_ks ([digit_c(s) = j] - pi_kc(j)); of a binary component j = 1. */
export function backward(a: ArrayLike<number>, dp: ArrayLike<number>, n: Sizes): Float64Array {
  const [S, A] = [stateCount(n), logitCount(n)];
  const p = forward(a, n);
  const da = new Float64Array(n.K * A);
  for (let k = 0; k < n.K; k++) {
    const pi = components(a, k, n, false);
    for (let logit = 0; logit < A; logit++) {
      const [c, j] = n.Q === 2 ? [logit, 1] : [Math.floor(logit / n.Q), logit % n.Q];
      for (let s = 0; s < S; s++) da[k * A + logit] += dp[k * S + s] * p[k * S + s] * (Number(digit(s, c, n.Q) === j) - pi[c][j]);
    }
  }
  return da;
}
