// coarse/joint_states  joint probabilities of the states of known components and of those that learn
// math    joint_k(g + G s) = given_kg p_ks;   dp_ks = sum_g given_kg djoint_k(g + G s)
// grid    forward: one thread per (replica, sample, joint state);  backward_p: one thread per (replica, sample, state)
// reads   forward given p;  backward_p given djoint
// writes  forward joint =;  backward_p dp = or +=
// limits  given has no gradient: known components are fixed; J = G S; at most 3 storage buffers
// source  definition; given the block, components are independent of each other

override K: u32;       // samples
override G: u32;       // states of the known components
override S: u32;       // states of the others
override dp_add: u32;  // 1: add to dp, 0: overwrite

@group(0) @binding(0) var<storage, read> given: array<f32>;          // (R, K, G)
@group(0) @binding(1) var<storage, read> p: array<f32>;              // (R, K, S)
@group(0) @binding(2) var<storage, read_write> joint: array<f32>;    // (R, K, J)
@group(0) @binding(1) var<storage, read> djoint: array<f32>;         // (R, K, J)
@group(0) @binding(2) var<storage, read_write> dp: array<f32>;       // (R, K, S)

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x / (G * S);
  if (k >= K) { return; }
  let sample = id.y * K + k;
  let state = id.x % (G * S);
  joint[sample * G * S + state] = given[sample * G + state % G] * p[sample * S + state / G];
}

@compute @workgroup_size(64)
fn backward_p(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x / S;
  if (k >= K) { return; }
  let sample = id.y * K + k;
  let s = id.x % S;
  var g = 0.0;
  for (var known = 0u; known < G; known++) { g += given[sample * G + known] * djoint[sample * G * S + known + G * s]; }
  let out = sample * S + s;
  if (dp_add == 1u) { g += dp[out]; }
  dp[out] = g;
}
