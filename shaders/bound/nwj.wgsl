// uses lib/pair_sums
// bound/nwj  lower bound on I(H:E) of Nguyen, Wainwright and Jordan from a critic's scores s_ij, rows h_i, columns e_j; nats
// math    term_i = s_ii - 1/(K - 1) sum_{j != i} exp(s_ij - 1), I >= E mean_i term_i, tight at s = 1 + ln p(h,e) / p(h) p(e)
//         d term_i / d s_ii = 1;   d term_i / d s_ij = - exp(s_ij - 1) / (K - 1)
// grid    forward: threads of (replica, rows) as lib/parts shares them;  backward: workgroups of rows, then of columns likewise;
//         forward_scores: one thread per (replica, row);  backward_scores: x column, y replica, z row
// reads   forward u v;  backward u v push dterm;  forward_scores scores;  backward_scores scores dterm
// writes  forward term = push =;  backward du dv = or +=;  forward_scores term =;  backward_scores dscores = or +=
// limits  K >= 2; D a multiple of 4, at most 16; scores u_i . v_j are recomputed, never stored; exp(s - 1) is limited to
//         exp(30), in term and gradient, so that a bad critic can recover; at most 6 storage buffers
// source  Nguyen, Wainwright, Jordan, arXiv:0809.0853; I_NWJ of Poole et al., arXiv:1905.06922, section 2.2

override K: u32;  // pairs in the minibatch

// Largest exponent of a score: its square times the number of parameters must still be a finite float, which Adam needs.
const LIMIT = 30.0;

@group(0) @binding(2) var<storage, read_write> term: array<f32>;  // (R, K)

fn negative(s: f32) -> f32 {
  return exp(min(s - 1.0, LIMIT));
}

fn pair(s: f32) -> vec2f {
  return vec2f(negative(s));
}

fn anchor(i: u32, r: u32) -> vec4f {
  return vec4f();
}

fn pull(s: f32, a: vec4f, i: u32, j: u32) -> f32 {
  return select(negative(s) / f32(K - 1u), 0.0, i == j);
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
