/** One replica: K samples, G states of the known components, S of the others. */
export interface Sizes {
  K: number;
  G: number;
  S: number;
}

/** joint_k(g + G s) = given_kg p_ks, (K, G S) */
export function forward(given: ArrayLike<number>, p: ArrayLike<number>, { K, G, S }: Sizes): Float64Array {
  const joint = new Float64Array(K * G * S);
  for (let k = 0; k < K; k++) for (let s = 0; s < S; s++) for (let g = 0; g < G; g++) joint[k * G * S + g + G * s] = given[k * G + g] * p[k * S + s];
  return joint;
}

/** dp_ks = sum_g given_kg djoint_k(g + G s), (K, S) */
export function backward(given: ArrayLike<number>, djoint: ArrayLike<number>, { K, G, S }: Sizes): Float64Array {
  const dp = new Float64Array(K * S);
  for (let k = 0; k < K; k++) for (let s = 0; s < S; s++) for (let g = 0; g < G; g++) dp[k * S + s] += given[k * G + g] * djoint[k * G * S + g + G * s];
  return dp;
}
