// train/tally  per-chain sums of the bound's terms on held-out samples
// math    sums_rc += sum of term_rk over the samples k that view/gather took from chain c, (t K + k) mod C = c
// grid    tally: one thread per (replica, chain)
// reads   tally term step
// writes  tally sums +=
// limits  at most 3 storage buffers
// source  definition: chains are independent, so the spread of their means is the statistical error

override K: u32;  // samples
override C: u32;  // chains held out

@group(0) @binding(0) var<storage, read> term: array<f32>;              // (R, K)
@group(0) @binding(1) var<storage, read> step: array<u32>;              // (R), already advanced
@group(0) @binding(2) var<storage, read_write> sums: array<vec2f>;      // (R, C) sum of terms, number of terms

@compute @workgroup_size(64)
fn tally(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  let c = id.x;
  if (c >= C) { return; }
  let t = step[r] - 1u;
  let shift = ((t % C) * (K % C)) % C;
  var sum = vec2f();
  for (var k = (c + C - shift) % C; k < K; k += C) { sum += vec2f(term[r * K + k], 1.0); }
  sums[r * C + c] += sum;
}
