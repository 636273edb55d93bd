// A number common to all rows of a replica: the logarithm of the mean over its K (K - 1) negative pairs,
//   z = ln (1/K) sum_i exp rows_i,   rows_i = ln of the mean over the negative pairs of row i;   term_i -= z
// One workgroup of 64 to a replica, sums in a fixed order. The including file declares override K and binds term (R, K).

@group(0) @binding(3) var<storage, read_write> rows: array<f32>;  // (R, K)
@group(0) @binding(10) var<storage, read_write> z: array<f32>;    // (R)

var<workgroup> partial: array<vec2f, 64>;

// Sums as (largest exponent, sum relative to it).
fn merged(a: vec2f, b: vec2f) -> vec2f {
  let top = max(a.x, b.x);
  return vec2f(top, a.y * exp(a.x - top) + b.y * exp(b.x - top));
}

fn subtract_log_mean(r: u32, lane: u32) {
  var sum = vec2f(-1e30, 0.0);
  for (var i = lane; i < K; i += 64u) { sum = merged(sum, vec2f(rows[r * K + i], 1.0)); }
  partial[lane] = sum;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { partial[lane] = merged(partial[lane], partial[lane + half]); }
  }
  workgroupBarrier();
  let mean = partial[0].x + log(partial[0].y / f32(K));
  if (lane == 0u) { z[r] = mean; }
  for (var i = lane; i < K; i += 64u) { term[r * K + i] -= mean; }
}
