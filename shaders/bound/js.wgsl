// uses lib/pair_sums
// bound/js  lower bound on I(H:E) whose critic learns by the Jensen-Shannon (GAN) objective, from scores s_ij; nats
// math    term_i = s_ii - 1/(K - 1) sum_{j != i} exp(s_ij - 1)                                    (value: that of bound/nwj)
//         J_i = - softplus(1 - s_ii) - 1/(K - 1) sum_{j != i} softplus(s_ij - 1)                  (objective)
//         d J_i / d s_ii = sigmoid(1 - s_ii);   d J_i / d s_ij = - sigmoid(s_ij - 1) / (K - 1)
//         both are greatest, in expectation, at s = 1 + ln p(h,e) / p(h) p(e)
// grid    forward: threads of (replica, rows) as lib/parts shares them;  backward: workgroups of rows, then of columns likewise;
//         forward_scores: one thread per (replica, row);  backward_scores: x column, y replica, z row
// reads   forward u v;  backward u v push dterm;  forward_scores scores;  backward_scores scores dterm
// writes  forward term = push =;  backward du dv = or +=;  forward_scores term =;  backward_scores dscores = or +=
// limits  K >= 2; D a multiple of 4, at most 16; scores u_i . v_j are recomputed, never stored; the gradient is that of J,
//         not of term; exponents are limited to -30 .. 30; at most 6 storage buffers
// source  I_JS of Poole et al., arXiv:1905.06922; objective of Nowozin, Cseke, Tomioka, arXiv:1606.00709

override K: u32;  // pairs in the minibatch

const LIMIT = 30.0;

@group(0) @binding(2) var<storage, read_write> term: array<f32>;  // (R, K)

// The odds p(h,e) : p(h) p(e) according to the critic.
fn odds(s: f32) -> f32 {
  return exp(clamp(s - 1.0, -LIMIT, LIMIT));
}

fn pair(s: f32) -> vec2f {
  let o = odds(s);
  return vec2f(o, o / (1.0 + o));
}

fn anchor(i: u32, r: u32) -> vec4f {
  return vec4f();
}

fn pull(s: f32, a: vec4f, i: u32, j: u32) -> f32 {
  let o = odds(s);
  return select(o / f32(K - 1u), o, i == j) / (1.0 + o);
}

fn settle(row: u32, s: f32, value: f32) {
  term[row] = s - value;
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  embedding_rows(id.x, id.y);
}

@compute @workgroup_size(64)
fn backward(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  embedding_gradients(id.x, lane, id.y, 1.0);
}

@compute @workgroup_size(64)
fn forward_scores(@builtin(global_invocation_id) id: vec3u) {
  score_row(id.x, id.y);
}

@compute @workgroup_size(64)
fn backward_scores(@builtin(global_invocation_id) id: vec3u) {
  score_gradient(id.z, id.x, id.y);
}
