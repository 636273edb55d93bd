// bound/conditional  lower bound on I(H_2:E|H_1), what further components of a discrete H tell beyond known ones, summed over H; nats
// math    states s = g + G h: g those of H_1, h of H_2;  Z_kg = logsumexp_h l_k(g + G h),  ln q_ks = l_ks - Z_k(s mod G);
//         term_k = sum_s p_ks (ln q_ks - ln (m_s / M_(s mod G))),  m_s = 1/K sum_k p_ks,  M_g = sum_h m_(g + G h);
//         fit_k = sum_s p_ks ln q_ks;  mean term = H(H_2|H_1) of m + mean fit <= I(H_1, H_2 : E) - I(H_1 : E) in expectation
//         dp_ks = dt_k (ln q_ks - ln (m_s / M_g));   dl_ks = dt_k (p_ks - q_ks sum_h p_k(g + G h)),  g = s mod G
// grid    forward, backward: one thread per (replica, sample)
// reads   forward p m l;  backward p m l dterm
// writes  forward term = fit =;  backward dp dl = or +=
// limits  dterm the same for all samples of a replica: dp contains the gradient through m; logits l beyond the S
//         states are padding and keep gradient zero; G divides S; ln m and ln M are cut off at -69; at most 6 storage buffers
// source  chain rule of the mutual information; H(H_2|H_1) - H(H_2|H_1 E) with a variational q as in bound/discrete: Barber & Agakov, NIPS 16 (2003)

override K: u32;       // samples
override S: u32;       // states of H_1 and H_2 together
override GIVEN: u32;   // G, states of H_1
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

// ln sum_h exp l of the logits from `at` on whose states share g.
fn log_sum(at: u32, g: u32) -> f32 {
  var top = l[at + g];
  for (var s = g + GIVEN; s < S; s += GIVEN) { top = max(top, l[at + s]); }
  var sum = 0.0;
  for (var s = g; s < S; s += GIVEN) { sum += exp(l[at + s] - top); }
  return top + log(sum);
}

// ln M_g
fn log_known(r: u32, g: u32) -> f32 {
  var sum = 0.0;
  for (var s = g; s < S; s += GIVEN) { sum += m[r * S + s]; }
  return log(max(sum, 1e-30));
}

fn log_occupation(r: u32, s: u32) -> f32 {
  return log(max(m[r * S + s], 1e-30));
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x >= K) { return; }
  let k = r * K + id.x;
  var entropy = 0.0;
  var likelihood = 0.0;
  for (var g = 0u; g < GIVEN; g++) {
    let norm = log_sum(k * O, g);
    let known = log_known(r, g);
    for (var s = g; s < S; s += GIVEN) {
      let ps = p[k * S + s];
      likelihood += ps * (l[k * O + s] - norm);
      entropy -= ps * (log_occupation(r, s) - known);
    }
  }
  term[k] = entropy + likelihood;
  fit[k] = likelihood;
}

@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x >= K) { return; }
  let k = r * K + id.x;
  let dt = dterm[k];
  for (var g = 0u; g < GIVEN; g++) {
    let norm = log_sum(k * O, g);
    let known = log_known(r, g);
    var total = 0.0;
    for (var s = g; s < S; s += GIVEN) { total += p[k * S + s]; }
    for (var s = g; s < S; s += GIVEN) {
      let logq = l[k * O + s] - norm;
      store_p(k * S + s, dt * (logq - log_occupation(r, s) + known));
      store_l(k * O + s, dt * (p[k * S + s] - exp(logq) * total));
    }
  }
  for (var s = S; s < O; s++) { store_l(k * O + s, 0.0); }
}

fn store_p(at: u32, value: f32) {
  if (dp_add == 1u) { dp[at] += value; } else { dp[at] = value; }
}

fn store_l(at: u32, value: f32) {
  if (dl_add == 1u) { dl[at] += value; } else { dl[at] = value; }
}
