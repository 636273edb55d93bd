// uses lib/softmax_sums
// bound/alpha  interpolated lower bound I_alpha on I(H:E), from bound/nwj (ALPHA = 0) to InfoNCE (ALPHA = 1), from scores s_ij; nats
// math    n = i + 1 mod K;   A_i = ALPHA/(K - 1) sum_{j != n} exp s_ij + (1 - ALPHA) e;   B_i = ALPHA m_i + (1 - ALPHA) e
//         m_i = 1/(K - 1) sum_{j != i} exp s_ij;   N_i = m_i / B_i;   term_i = 1 + s_ii - ln A_i - N_i, I >= E mean_i term_i
//         A_i includes the positive pair and leaves out the environment n, B_i leaves out the positive pair: the bound holds only if
//         the same function of K - 1 environments is averaged over positive and over negative pairs
//         a_i = ALPHA / ((K - 1) A_i), b_i = (1 - ALPHA) e / ((K - 1) B_i^2):
//         d term_i / d s_ij = delta_ij - ([j != n] a_i + [j != i] b_i) exp s_ij
// grid    forward: threads of (replica, rows) as lib/parts shares them;  backward: workgroups of rows, then of columns likewise;
//         forward_scores: one thread per (replica, row);  backward_scores: x column, y replica, z row
// reads   forward u v;  backward u v own other push dterm;  forward_scores scores;  backward_scores scores own other dterm
// writes  forward term = own = other = push =;  backward du dv = or +=;  forward_scores term = own = other =;
//         backward_scores dscores = or +=
// limits  K >= 3; D a multiple of 4, at most 16; scores u_i . v_j are recomputed, never stored; 0 <= ALPHA <= 1; N and
//         exp(s) b are limited to exp(30); ALPHA = 1 never exceeds ln(K - 1); at most 8 storage buffers
// source  I_alpha of Poole et al., arXiv:1905.06922, section 2.4, with the constant baseline q = e, h for their y

override K: u32;             // pairs in the minibatch
override ALPHA: f32 = 0.5;   // share of the batch's own mean in the denominators

const LIMIT = 30.0;

@group(0) @binding(2) var<storage, read_write> term: array<f32>;  // (R, K)
@group(0) @binding(3) var<storage, read_write> own: array<f32>;    // (R, K) ln a_i
@group(0) @binding(10) var<storage, read_write> other: array<f32>; // (R, K) ln b_i

// ln ALPHA
fn log_alpha() -> f32 {
  return select(log(max(ALPHA, 1e-30)), LOW, ALPHA <= 0.0);
}

// ln (1 - ALPHA) e
fn log_constant() -> f32 {
  return select(log(max(1.0 - ALPHA, 1e-30)) + 1.0, LOW, ALPHA >= 1.0);
}

// ln(ALPHA m + (1 - ALPHA) e) of ln m.
fn log_mix(m: f32) -> f32 {
  return log_add(m + log_alpha(), log_constant());
}

fn next(i: u32) -> u32 {
  return select(i + 1u, 0u, i + 1u == K);
}

fn negative(i: u32, j: u32) -> bool {
  return i != j && j != next(i);
}

fn anchor(i: u32, r: u32) -> vec4f {
  let a = own[r * K + i];
  let b = other[r * K + i];
  return vec4f(a, b, log_add(a, b), 0.0);
}

fn pull(s: f32, a: vec4f, i: u32, j: u32) -> f32 {
  let exponent = s + select(select(a.z, a.y, j == next(i)), a.x, i == j);
  return exp(min(exponent, LIMIT));
}

// Writes a row's outputs from the score of the positive pair, the next one, and the log-sum-exp of the others.
fn settle(i: u32, r: u32, s: f32, following: f32, others: f32) {
  let row = r * K + i;
  let count = log(f32(K - 1u));
  let a = log_mix(log_add(others, s) - count);
  let m = log_add(others, following) - count;
  let b = log_mix(m);
  term[row] = 1.0 + s - a - exp(min(m - b, LIMIT));
  own[row] = log_alpha() - count - a;
  other[row] = log_constant() - count - 2.0 * b;
}

fn finish(i: u32, r: u32, x: Sums, mean: Row) {
  let row = r * K + i;
  let ui = fetch_u(row);
  let vn = fetch_v(r * K + next(i));
  let following = score(ui, vn);
  settle(i, r, score(ui, fetch_v(row)), following, lse_of(x));
  let a = anchor(i, r);
  put_push(row, blend(exp(min(lse_of(x) + a.z, LIMIT)) / x.sum, mean, exp(min(following + a.y, LIMIT)), vn));
}

fn finish_scores(i: u32, r: u32, x: Sums) {
  let at = (r * K + i) * K;
  settle(i, r, scores[at + i], scores[at + next(i)], lse_of(x));
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
