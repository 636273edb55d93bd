// uses lib/softmax_sums
// bound/infonce  lower bound on I(H:E) from a critic's scores s_ij, rows h_i, columns e_j; nats
// math    term_i = s_ii - lse_i + ln K, lse_i = logsumexp_j s_ij, I >= mean_i term_i, never above ln K
//         d term_i / d s_ij = delta_ij - exp(s_ij - lse_i)
// grid    forward: threads of (replica, rows) as lib/parts shares them;  backward: workgroups of rows, then of columns likewise;
//         forward_scores: one thread per (replica, row);  backward_scores: x column, y replica, z row
// reads   forward u v;  backward u v lse push dterm;  forward_scores scores;  backward_scores scores lse dterm
// writes  forward term = lse = push =;  backward du dv = or +=;  forward_scores term = lse =;  backward_scores dscores = or +=
// limits  K >= 2; D a multiple of 4, at most 16; scores u_i . v_j are recomputed, never stored; at most 7 storage buffers
// source  Oord, Li, Vinyals, arXiv:1807.03748; Poole et al., arXiv:1905.06922, eq. (12)

override K: u32;  // pairs in the minibatch

@group(0) @binding(2) var<storage, read_write> term: array<f32>;  // (R, K)
@group(0) @binding(3) var<storage, read_write> lse: array<f32>;   // (R, K)

fn negative(i: u32, j: u32) -> bool {
  return i != j;
}

fn anchor(i: u32, r: u32) -> vec4f {
  return vec4f(lse[r * K + i], 0.0, 0.0, 0.0);
}

fn pull(s: f32, a: vec4f, i: u32, j: u32) -> f32 {
  return exp(s - a.x);
}

// Writes a row's outputs; returns the share of the negative pairs in the sum.
fn settle(row: u32, s: f32, negatives: f32) -> f32 {
  let total = log_add(s, negatives);
  lse[row] = total;
  term[row] = s - total + log(f32(K));
  return exp(negatives - total);
}

fn finish(i: u32, r: u32, x: Sums, mean: Row) {
  let row = r * K + i;
  let share = settle(row, score(fetch_u(row), fetch_v(row)), lse_of(x));
  put_push(row, scaled(share / x.sum, mean));
}

fn finish_scores(i: u32, r: u32, x: Sums) {
  let row = r * K + i;
  _ = settle(row, scores[row * K + i], lse_of(x));
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
