/** One replica: a, b (K, I), w (I + 1, O) and t (O + 1) with the bias as their last rows, scores (K, K). */
export interface Sizes {
  K: number;
  I: number;
  O: number;
}

type Numbers = ArrayLike<number>;

/** z = a_i + b_j and y = relu(z) w + w_I of one pair. */
function hidden(a: Numbers, b: Numbers, w: Numbers, i: number, j: number, { I, O }: Sizes) {
  const z = Array.from({ length: I }, (_, f) => a[i * I + f] + b[j * I + f]);
  const y = Array.from({ length: O }, (_, o) => z.reduce((sum, value, f) => sum + Math.max(0, value) * w[f * O + o], w[I * O + o]));
  return { z, y };
}

/** s_ij = t . relu(y_ij) + t_O */
export function forward(a: Numbers, b: Numbers, w: Numbers, t: Numbers, n: Sizes): Float64Array {
  return new Float64Array(n.K * n.K).map((_, pair) => {
    const { y } = hidden(a, b, w, Math.floor(pair / n.K), pair % n.K, n);
    return y.reduce((sum, value, o) => sum + Math.max(0, value) * t[o], t[n.O]);
  });
}

/** The chain rule, pair by pair. */
export function backward(a: Numbers, b: Numbers, w: Numbers, t: Numbers, ds: Numbers, n: Sizes) {
  const { K, I, O } = n;
  const [da, db, dw, dt] = [K * I, K * I, (I + 1) * O, O + 1].map((size) => new Float64Array(size));
  for (let i = 0; i < K; i++) {
    for (let j = 0; j < K; j++) {
      const { z, y } = hidden(a, b, w, i, j, n);
      const upstream = ds[i * K + j];
      const dz = new Float64Array(I);
      dt[O] += upstream;
      for (let o = 0; o < O; o++) {
        if (y[o] <= 0) continue;
        const dy = upstream * t[o];
        dt[o] += upstream * y[o];
        dw[I * O + o] += dy;
        for (let f = 0; f < I; f++) {
          dw[f * O + o] += dy * Math.max(0, z[f]);
          dz[f] += dy * w[f * O + o];
        }
      }
      for (let f = 0; f < I; f++) {
        if (z[f] <= 0) continue;
        da[i * I + f] += dz[f];
        db[j * I + f] += dz[f];
      }
    }
  }
  return { da, db, dw, dt };
}

/** The smallest magnitude of an argument of relu. */
export function distanceFromKink(a: Numbers, b: Numbers, w: Numbers, n: Sizes): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < n.K; i++) {
    for (let j = 0; j < n.K; j++) {
      const { z, y } = hidden(a, b, w, i, j, n);
      for (const x of [...z, ...y]) least = Math.min(least, Math.abs(x));
    }
  }
  return least;
}
