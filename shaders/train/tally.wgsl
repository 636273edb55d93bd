// train/tally  per-chain sums of the bound's terms on held-out samples
// math    sums_rc += sum of term_rk over the samples k that view/gather took from chain c: group (t + floor(k / 32))
//         mod C / 32, bit (t K + k) mod 32
// grid    tally: one thread per (replica, chain)
// reads   tally term step
// writes  tally sums +=
// limits  C a multiple of 32; at most 3 storage buffers
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
  let groups = max(1u, C / 32u);
  let lane = (c % 32u + 32u - t % 32u * (K % 32u) % 32u) % 32u;
  var sum = vec2f();
  for (var b = (c / 32u + groups - t % groups) % groups; b * 32u + lane < K; b += groups) {
    sum += vec2f(term[r * K + b * 32u + lane], 1.0);
  }
  sums[r * C + c] += sum;
}
