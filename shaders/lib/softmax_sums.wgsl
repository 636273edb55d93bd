// uses lib/bound_gradients
// Log-sum-exp over the negative pairs of a row and, in the same pass over the columns, the mean embedding of their environments:
//   lse_i = ln sum_j exp s_ij;   mean_i = sum_j exp(s_ij - lse_i) v_j;   over all j with negative(i, j)
// Four columns at a time, for which the running maximum is raised once. lib/parts shares rows and columns out among threads. The
// including file declares override K and
//   fn negative(i: u32, j: u32) -> bool                           every row has at least one
//   fn finish(i: u32, r: u32, x: Sums, mean: Row)                 called once for every row of embeddings
//   fn finish_scores(i: u32, r: u32, x: Sums)                     called once for every row of a matrix of scores
// mean has weights relative to exp2(top), as sum does.

// Below any score a float network can produce; WGSL has no infinity.
const LOW = -1e30;

const LOG2_E = 1.4426950408889634;
const LN_2 = 0.6931471805599453;

// sum of exp2(score - top); scores are in units of ln 2, so that exponentials need no product.
struct Sums { top: f32, sum: f32 }

fn lse_of(x: Sums) -> f32 {
  return LN_2 * (x.top + log2(x.sum));
}

// ln(e^a + e^b)
fn log_add(a: f32, b: f32) -> f32 {
  return max(a, b) + log(1.0 + exp(-abs(a - b)));
}

// A score that does not count is below any maximum.
fn counted(s: f32, i: u32, j: u32) -> f32 {
  return select(2.0 * LOW, s, negative(i, j) && (K % 4u == 0u || j < K));
}

// The sums with four more scores; the old ones are rescaled once, by `old`.
struct Joined { x: Sums, old: f32, weights: vec4f }

fn joined(x: Sums, s: vec4f) -> Joined {
  let top = max(x.top, max(max(s.x, s.y), max(s.z, s.w)));
  let old = exp2(x.top - top);
  let w = exp2(s - top);
  return Joined(Sums(top, x.sum * old + ((w.x + w.y) + (w.z + w.w))), old, w);
}

// A row's sums and its weighted mean of the columns seen so far.
struct Seen { x: Sums, mean: Row }

// Columns j .. j + 3; those beyond the last repeat it and do not count.
fn fetch_quad(j: u32, r: u32) -> Quad {
  let at = r * K + j;
  if (K % 4u == 0u) { return Quad(fetch_v(at), fetch_v(at + 1u), fetch_v(at + 2u), fetch_v(at + 3u)); }
  let last = r * K + K - 1u;
  return Quad(fetch_v(at), fetch_v(min(at + 1u, last)), fetch_v(min(at + 2u, last)), fetch_v(min(at + 3u, last)));
}

fn seen(before: Seen, u: Row, q: Quad, i: u32, j: u32) -> Seen {
  let s = quad_scores(u, q);
  let counts = vec4f(counted(s.x, i, j), counted(s.y, i, j + 1u), counted(s.z, i, j + 2u), counted(s.w, i, j + 3u));
  let now = joined(before.x, counts);
  return Seen(now.x, blend_quad(now.old, before.mean, now.weights, q));
}

// The row that thread t writes, as seen by all its parts.
fn seen_by_all(t: u32) -> Seen {
  var out = Seen(Sums(LOW, 0.0), Row());
  for (var part = 0u; part < SPLIT; part++) {
    let both = shown(t, part);
    let x = select(both.zw, both.xy, place(t).part == 0u);
    let top = max(out.x.top, x.x);
    let e = exp2(vec2f(out.x.top, x.x) - top);
    out = Seen(Sums(top, out.x.sum * e.x + x.y * e.y), blend(e.x, out.mean, e.y, shown_row(t, part)));
  }
  return out;
}

// The rows of thread t of replica r.
fn embedding_rows(t: u32, r: u32) {
  let at = place(t);
  let i = at.row;
  var u0 = Row();
  var u1 = Row();
  var u2 = Row();
  var u3 = Row();
  // Loops here and below instead of four copies, which drivers would compile for seconds. Rows beyond the last are zero.
  for (var row = end_of(at); row > i; row--) {
    u3 = u2;
    u2 = u1;
    u1 = u0;
    u0 = scaled(LOG2_E, fetch_u(r * K + row - 1u));
  }
  var s0 = Seen(Sums(LOW, 0.0), Row());
  var s1 = s0;
  var s2 = s0;
  var s3 = s0;
  if (i < K) {
    for (var j = 4u * at.part; j < K; j += 4u * SPLIT) {
      let q = fetch_quad(j, r);
      s0 = seen(s0, u0, q, i, j);
      s1 = seen(s1, u1, q, i + 1u, j);
      if (SPLIT == 1u) {
        s2 = seen(s2, u2, q, i + 2u, j);
        s3 = seen(s3, u3, q, i + 3u, j);
      }
    }
  }
  if (SPLIT > 1u) {
    show(t, vec4f(s0.x.top, s0.x.sum, s1.x.top, s1.x.sum), s0.mean, s1.mean);
    let row = own_row(at);
    if (row < K) {
      let all = seen_by_all(t);
      finish(row, r, all.x, all.mean);
    }
    return;
  }
  for (var row = i; row < end_of(at); row++) {
    finish(row, r, s0.x, s0.mean);
    s0 = s1;
    s1 = s2;
    s2 = s3;
  }
}

fn score_row(i: u32, r: u32) {
  if (i >= K) { return; }
  var x = Sums(LOW, 0.0);
  for (var j = 0u; j < K; j += 4u) {
    let at = (r * K + i) * K + j;
    let left = K - 1u - j;
    let s = LOG2_E * vec4f(scores[at], scores[at + min(1u, left)], scores[at + min(2u, left)], scores[at + min(3u, left)]);
    x = joined(x, vec4f(counted(s.x, i, j), counted(s.y, i, j + 1u), counted(s.z, i, j + 2u), counted(s.w, i, j + 3u))).x;
  }
  finish_scores(i, r, x);
}
