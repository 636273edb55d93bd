// bound/discrete  lower bound on I(H:E) of a discrete H from a classifier of its states, summed over H; nats
// math    term_k = sum_s p_ks (ln q_ks - ln m_s),  ln q_ks = l_ks - logsumexp_s' l_ks',  m_s = 1/K sum_k p_ks;
//         fit_k = sum_s p_ks ln q_ks;  mean term = H(m) + mean fit <= I(H:E) in expectation
//         dp_ks = dt_k (ln q_ks - ln m_s - 1);   dl_ks = dt_k (p_ks - q_ks sum_s' p_ks')
// grid    forward, backward: one thread per (replica, sample)
// reads   forward p m l;  backward p m l dterm
// writes  forward term = fit =;  backward dp dl = or +=
// limits  dterm the same for all samples of a replica: the -1 in dp is the gradient through m; logits l beyond the S
//         states are padding and keep gradient zero; ln m is cut off at -69; at most 6 storage buffers
// source  Barber & Agakov, NIPS 16 (2003); H(H) - H(H|E) with a variational q: Poole et al., arXiv:1905.06922, eq. (2)

override K: u32;       // samples
override S: u32;       // states of H
override O: u32;       // logits of a sample, S rounded up
override dp_add: u32;  // 1: add to dp, 0: overwrite
override dl_add: u32;  // 1: add to dl, 0: overwrite

@group(0) @binding(0) var<storage, read> p: array<f32>;            // (R, K, S)
@group(0) @binding(1) var<storage, read> l: array<f32>;            // (R, K, O)
@group(0) @binding(2) var<storage, read> m: array<f32>;            // (R, S)
@group(0) @binding(3) var<storage, read_write> term: array<f32>;   // (R, K)
@group(0) @binding(4) var<storage, read_write> fit: array<f32>;    // (R, K)
@group(0) @binding(3) var<storage, read> dterm: array<f32>;        // (R, K)
@group(0) @binding(4) var<storage, read_write> dp: array<f32>;     // (R, K, S)
@group(0) @binding(5) var<storage, read_write> dl: array<f32>;     // (R, K, O)

// ln sum_s exp l_s of the logits from `at` on.
fn log_sum(at: u32) -> f32 {
  var top = l[at];
  for (var s = 1u; s < S; s++) { top = max(top, l[at + s]); }
  var sum = 0.0;
  for (var s = 0u; s < S; s++) { sum += exp(l[at + s] - top); }
  return top + log(sum);
}

fn log_occupation(r: u32, s: u32) -> f32 {
  return log(max(m[r * S + s], 1e-30));
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x >= K) { return; }
  let k = r * K + id.x;
  let norm = log_sum(k * O);
  var entropy = 0.0;
  var likelihood = 0.0;
  for (var s = 0u; s < S; s++) {
    let ps = p[k * S + s];
    likelihood += ps * (l[k * O + s] - norm);
    entropy -= ps * log_occupation(r, s);
  }
  term[k] = entropy + likelihood;
  fit[k] = likelihood;
}

@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x >= K) { return; }
  let k = r * K + id.x;
  let norm = log_sum(k * O);
  var total = 0.0;
  for (var s = 0u; s < S; s++) { total += p[k * S + s]; }
  let dt = dterm[k];
  for (var s = 0u; s < O; s++) {
    var g = 0.0;
    if (s < S) {
      let logq = l[k * O + s] - norm;
      g = dt * (p[k * S + s] - exp(logq) * total);
      store_p(k * S + s, dt * (logq - log_occupation(r, s) - 1.0));
    }
    store_l(k * O + s, g);
  }
}

fn store_p(at: u32, value: f32) {
  if (dp_add == 1u) { dp[at] += value; } else { dp[at] = value; }
}

fn store_l(at: u32, value: f32) {
  if (dl_add == 1u) { dl[at] += value; } else { dl[at] = value; }
}
