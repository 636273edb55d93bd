// uses lib/bound_gradients
// Log-sum-exp over the negative pairs of a row and, in the same pass over the columns, the mean embedding of their environments:
//   lse_i = ln sum_j exp s_ij;   mean_i = sum_j exp(s_ij - lse_i) v_j;   over all j with negative(i, j)
// Four rows to a thread, so that a column is loaded once for four scores. The including file declares override K and
//   fn negative(i: u32, j: u32) -> bool                           every row has at least one
//   fn finish(i: u32, r: u32, x: Sums, mean: Row)                 called once for every row of embeddings
//   fn finish_scores(i: u32, r: u32, x: Sums)                     called once for every row of a matrix of scores
// mean has weights relative to exp(top), as sum does.

// Below any score a float network can produce; WGSL has no infinity.
const LOW = -1e30;

struct Sums { top: f32, sum: f32 }

fn lse_of(x: Sums) -> f32 {
  return x.top + log(x.sum);
}

// ln(e^a + e^b)
fn log_add(a: f32, b: f32) -> f32 {
  return max(a, b) + log(1.0 + exp(-abs(a - b)));
}

// Weights (old, new) when a score is added: one exponential is either the weight of the new score or the rescaling of the
// old ones. A score that does not count is below any maximum.
fn weights(x: Sums, s: f32) -> vec2f {
  let e = exp(-abs(s - x.top));
  return select(vec2f(1.0, e), vec2f(e, 1.0), s > x.top);
}

fn joined(x: Sums, s: f32, w: vec2f) -> Sums {
  return Sums(max(s, x.top), x.sum * w.x + w.y);
}

fn counted(s: f32, i: u32, j: u32) -> f32 {
  return select(2.0 * LOW, s, negative(i, j));
}

// Rows i .. i + 3.
fn embedding_rows(i: u32, r: u32) {
  if (i >= K) { return; }
  var u0 = Row();
  var u1 = Row();
  var u2 = Row();
  var u3 = Row();
  // Loops here and below instead of four copies, which drivers would compile for seconds. Rows beyond the last are zero.
  for (var row = min(i + 4u, K); row > i; row--) {
    u3 = u2;
    u2 = u1;
    u1 = u0;
    u0 = fetch_u(r * K + row - 1u);
  }
  var x0 = Sums(LOW, 0.0);
  var x1 = x0;
  var x2 = x0;
  var x3 = x0;
  var m0 = Row();
  var m1 = Row();
  var m2 = Row();
  var m3 = Row();
  for (var j = 0u; j < K; j++) {
    let vj = fetch_v(r * K + j);
    let s0 = counted(score(u0, vj), i, j);
    let s1 = counted(score(u1, vj), i + 1u, j);
    let s2 = counted(score(u2, vj), i + 2u, j);
    let s3 = counted(score(u3, vj), i + 3u, j);
    let w0 = weights(x0, s0);
    let w1 = weights(x1, s1);
    let w2 = weights(x2, s2);
    let w3 = weights(x3, s3);
    x0 = joined(x0, s0, w0);
    x1 = joined(x1, s1, w1);
    x2 = joined(x2, s2, w2);
    x3 = joined(x3, s3, w3);
    m0 = blend(w0.x, m0, w0.y, vj);
    m1 = blend(w1.x, m1, w1.y, vj);
    m2 = blend(w2.x, m2, w2.y, vj);
    m3 = blend(w3.x, m3, w3.y, vj);
  }
  for (var row = i; row < min(i + 4u, K); row++) {
    finish(row, r, x0, m0);
    x0 = x1;
    x1 = x2;
    x2 = x3;
    m0 = m1;
    m1 = m2;
    m2 = m3;
  }
}

fn score_row(i: u32, r: u32) {
  if (i >= K) { return; }
  var x = Sums(LOW, 0.0);
  for (var j = 0u; j < K; j++) {
    let s = counted(scores[(r * K + i) * K + j], i, j);
    x = joined(x, s, weights(x, s));
  }
  finish_scores(i, r, x);
}
