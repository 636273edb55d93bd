// uses lib/softmax_sums
// uses lib/log_partition
// bound/dv  Donsker-Varadhan estimate of I(H:E) from a critic's scores s_ij, rows h_i, columns e_j, as in MINE; nats
// math    term_i = s_ii - z, z = ln m, m = 1/(K (K - 1)) sum_{i != j} exp s_ij;   tight at s = ln p(h,e) / p(h) p(e) + any number
//         gradient, for dterm constant over k:  d / d s_ii = dt_i;   d / d s_ij = - dt_i exp(s_ij) / ((K - 1) M)
//         M, the average of m over batches, replaces m, which as a random denominator would bias the gradient:
//         M <- (1 - w) M + w m, w = max(1 - DECAY, 1 / n) at the n-th batch; ema = (ln M, n), so that it cannot overflow
// grid    forward: threads of (replica, rows) as lib/parts shares them;  backward: workgroups of rows, then of columns likewise;
//         forward_scores: one thread per (replica, row);  backward_scores: x column, y replica, z row;
//         total: one workgroup per replica, after either forward;  average: one thread per replica, before either backward
// reads   forward u v;  total rows;  average z;  backward u v rows push dterm ema;  forward_scores scores;  backward_scores scores dterm ema
// writes  forward term = rows = push =;  total z = term +=;  average ema =;  backward du dv = or +=;
//         forward_scores term = rows =;  backward_scores dscores = or +=
// limits  K >= 2; D a multiple of 4, at most 16; scores u_i . v_j are recomputed, never stored; dterm constant over k;
//         0 <= DECAY < 1, and 0 gives the gradient of term; ema starts as zeros; E term may exceed I by about Var(m) / 2 m^2
//         of one batch; at most 8 storage buffers
// source  Donsker & Varadhan, Comm. Pure Appl. Math. 36, 183 (1983); Belghazi et al., arXiv:1801.04062, section 3.2

override K: u32;             // pairs in the minibatch
override R: u32;             // replicas
override DECAY: f32 = 0.99;  // of the moving average, per batch

@group(0) @binding(2) var<storage, read_write> term: array<f32>;  // (R, K)
@group(0) @binding(11) var<storage, read_write> ema: array<vec2f>;  // (R) ln of the moving average, batches so far

fn negative(i: u32, j: u32) -> bool {
  return i != j;
}

fn anchor(i: u32, r: u32) -> vec4f {
  return vec4f(ema[r].x, 0.0, 0.0, 0.0);
}

// The exponent cannot overflow: this batch is part of the average, so the mean of exp(s - a) is at most 1 / (1 - DECAY).
fn pull(s: f32, a: vec4f, i: u32, j: u32) -> f32 {
  return select(exp(s - a.x) / f32(K - 1u), 0.0, i == j);
}

fn settle(row: u32, s: f32, negatives: f32) {
  term[row] = s;
  rows[row] = negatives - log(f32(K - 1u));
}

fn finish(i: u32, r: u32, x: Sums, mean: Row) {
  let row = r * K + i;
  settle(row, score(fetch_u(row), fetch_v(row)), lse_of(x));
  put_push(row, scaled(1.0 / x.sum, mean));
}

fn finish_scores(i: u32, r: u32, x: Sums) {
  let row = r * K + i;
  settle(row, scores[row * K + i], lse_of(x));
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  embedding_rows(id.x, id.y);
}

@compute @workgroup_size(64)
fn total(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  subtract_log_mean(group.x, lane);
}

// Adds this batch to the replica's moving average; the first batches have equal weights.
@compute @workgroup_size(64)
fn average(@builtin(global_invocation_id) id: vec3u) {
  let r = id.x;
  if (r >= R) { return; }
  let old = ema[r];
  let share = max(1.0 - DECAY, 1.0 / (old.y + 1.0));
  let ratio = exp(-abs(z[r] - old.x));
  let mean = select(share * ratio + (1.0 - share), share + (1.0 - share) * ratio, z[r] > old.x);
  ema[r] = vec2f(select(max(z[r], old.x) + log(mean), z[r], old.y == 0.0), old.y + 1.0);
}

@compute @workgroup_size(64)
fn backward(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  // Used by the threads of rows only; those of columns ignore it.
  let row = id.y * K + min(64u * id.x + lane, K - 1u);
  embedding_gradients(id.x, lane, id.y, exp(rows[row] - ema[id.y].x));
}

@compute @workgroup_size(64)
fn forward_scores(@builtin(global_invocation_id) id: vec3u) {
  score_row(id.x, id.y);
}

@compute @workgroup_size(64)
fn backward_scores(@builtin(global_invocation_id) id: vec3u) {
  score_gradient(id.z, id.x, id.y);
}
