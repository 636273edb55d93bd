// uses lib/pair_sums
// uses lib/log_partition
// bound/smile  estimate of I(H:E) with a clipped partition function, critic trained by Jensen-Shannon, from scores s_ij; nats
// math    term_i = s_ii - z, z = ln 1/(K (K - 1)) sum_{i != j} clip(exp s_ij, exp(-TAU), exp(TAU))     (value)
//         J_i = - softplus(- s_ii) - 1/(K - 1) sum_{j != i} softplus(s_ij)                             (objective)
//         d J_i / d s_ii = sigmoid(- s_ii);   d J_i / d s_ij = - sigmoid(s_ij) / (K - 1);   J is greatest at s = ln p(h,e) / p(h) p(e)
// grid    forward: threads of (replica, rows) as lib/parts shares them;  backward: workgroups of rows, then of columns likewise;
//         forward_scores: one thread per (replica, row);  backward_scores: x column, y replica, z row;
//         total: one workgroup per replica, after either forward
// reads   forward u v;  total rows;  backward u v push dterm;  forward_scores scores;  backward_scores scores dterm
// writes  forward term = rows = push =;  total z = term +=;  backward du dv = or +=;  forward_scores term = rows =;
//         backward_scores dscores = or +=
// limits  K >= 2; D a multiple of 4, at most 16; scores u_i . v_j are recomputed, never stored; TAU of 0 to 30; no bound:
//         clipping may take the estimate above I; the gradient is that of J, not of term; at most 6 storage buffers
// source  Song & Ermon, arXiv:1910.06222; objective as in the authors' experiments, and as in bound/js

override K: u32;           // pairs in the minibatch
override TAU: f32 = 5.0;   // scores are clipped at -TAU and TAU in the partition function

const LIMIT = 30.0;

@group(0) @binding(2) var<storage, read_write> term: array<f32>;  // (R, K)

// The odds p(h,e) : p(h) p(e) according to the critic.
fn odds(s: f32) -> f32 {
  return exp(clamp(s, -LIMIT, LIMIT));
}

fn pair(s: f32) -> vec2f {
  let o = odds(s);
  return vec2f(clamp(o, exp(-TAU), exp(TAU)), o / (1.0 + o));
}

fn anchor(i: u32, r: u32) -> vec4f {
  return vec4f();
}

fn pull(s: f32, a: vec4f, i: u32, j: u32) -> f32 {
  let o = odds(s);
  return select(o / f32(K - 1u), o, i == j) / (1.0 + o);
}

fn settle(row: u32, s: f32, value: f32) {
  term[row] = s;
  rows[row] = log(value);
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  embedding_rows(id.x, id.y);
}

@compute @workgroup_size(64)
fn total(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  subtract_log_mean(group.x, lane);
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
