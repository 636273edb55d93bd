// coarse/entropy_bonus  passes the probabilities of the states of H on, and adds the gradient of a multiple of its entropy
// math    kept = p;  dp_ks = dkept_ks - b_t (ln m_s + 1) / K: the gradient of sum dkept kept + b_t H(m), m_s = 1/K sum_k p_ks
// grid    one thread per (replica, sample, state)
// reads   forward p;  backward dkept m schedule step
// writes  forward kept =;  backward dp = or +=
// limits  ln m is cut off at -69; at most 5 storage buffers
// source  definition; entropy as a bonus that is annealed away: Williams & Peng, Connection Science 3, 241 (1991)

override K: u32;       // samples
override S: u32;       // states
override dp_add: u32;  // 1: add to dp, 0: overwrite

@group(0) @binding(0) var<storage, read> p: array<f32>;            // (R, K, S)
@group(0) @binding(1) var<storage, read_write> kept: array<f32>;   // (R, K, S)
@group(0) @binding(0) var<storage, read> dkept: array<f32>;        // (R, K, S)
@group(0) @binding(1) var<storage, read> m: array<f32>;            // (R, S)
@group(0) @binding(2) var<storage, read> schedule: array<vec4f>;   // (steps) tau, Adam's rate, Adam's correction, b
@group(0) @binding(3) var<storage, read> step: array<u32>;         // (R)
@group(0) @binding(4) var<storage, read_write> dp: array<f32>;     // (R, K, S)

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= K * S) { return; }
  let i = id.y * K * S + id.x;
  kept[i] = p[i];
}

@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x >= K * S) { return; }
  let i = r * K * S + id.x;
  let slope = -log(max(m[r * S + id.x % S], 1e-30)) - 1.0;
  var g = dkept[i] + schedule[step[r] % arrayLength(&schedule)].w * slope / f32(K);
  if (dp_add == 1u) { g += dp[i]; }
  dp[i] = g;
}
