// coarse/states  probability of every state of the coarse variable given the block, without random draws
// math    p_ks = prod_c pi_kc(digit_c(s)), s = sum_c digit_c Q^c;  binary: pi_kc(1) = 1 / (1 + exp(-a_kc));
//         Q > 2: pi_kc(j) = exp(a_kcj) / sum_i exp(a_kci);  HARD: pi is 1 for the largest logit, ties share
//         da_kcj = sum_s dp_ks p_ks ([digit_c(s) = j] - pi_kc(j)), binary: j = 1
// grid    forward: one thread per (replica, sample, state);  backward_a: one thread per (replica, sample, logit)
// reads   forward a;  backward_a p dp
// writes  forward p =;  backward_a da = or +=
// limits  A = C logits for Q = 2, else C Q; S = Q^C; the hard form has no gradient; at most 3 storage buffers
// source  definition; the sum over the states of H replaces random draws, so the gradient has no noise from them

override K: u32;            // samples
override A: u32;            // logits
override S: u32;            // states
override Q: u32;            // states of a component
override HARD: u32 = 0u;    // 1: the most probable state of every component
override da_add: u32;       // 1: add to da, 0: overwrite

@group(0) @binding(0) var<storage, read> a: array<f32>;            // (R, K, A)
@group(0) @binding(1) var<storage, read_write> p: array<f32>;      // (R, K, S)
@group(0) @binding(2) var<storage, read> dp: array<f32>;           // (R, K, S)
@group(0) @binding(3) var<storage, read_write> da: array<f32>;     // (R, K, A)

fn binary(x: f32, up: bool) -> f32 {
  let signed = select(-x, x, up);
  if (HARD == 1u) { return select(select(0.0, 0.5, x == 0.0), 1.0, signed > 0.0); }
  return 1.0 / (1.0 + exp(clamp(-signed, -80.0, 80.0)));
}

// The probability of state `digit` of the Potts component whose first logit is at `at`.
fn potts(at: u32, digit: u32) -> f32 {
  var top = a[at];
  for (var j = 1u; j < Q; j++) { top = max(top, a[at + j]); }
  var sum = 0.0;
  for (var j = 0u; j < Q; j++) { sum += weight(a[at + j] - top); }
  return weight(a[at + digit] - top) / sum;
}

fn weight(below: f32) -> f32 {
  if (HARD == 1u) { return select(0.0, 1.0, below == 0.0); }
  return exp(max(below, -80.0));
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  let k = id.x / S;
  if (k >= K) { return; }
  let s = id.x % S;
  var rest = s;
  var product = 1.0;
  let step = select(Q, 1u, Q == 2u);
  for (var at = (r * K + k) * A; at < (r * K + k + 1u) * A; at += step) {
    if (Q == 2u) { product *= binary(a[at], (rest & 1u) == 1u); } else { product *= potts(at, rest % Q); }
    rest /= Q;
  }
  p[(r * K + k) * S + s] = product;
}

@compute @workgroup_size(64)
fn backward_a(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  let k = id.x / A;
  if (k >= K) { return; }
  let logit = id.x % A;
  let component = select(logit / Q, logit, Q == 2u);
  let digit = select(logit % Q, 1u, Q == 2u);
  // States with the same digit of a component lie side by side in runs of Q^component.
  var run = 1u;
  for (var c = 0u; c < component; c++) { run *= Q; }
  var all = 0.0;
  var own = 0.0;
  var probability = 0.0;
  for (var s = 0u; s < S; s++) {
    let ps = p[(r * K + k) * S + s];
    let flow = ps * dp[(r * K + k) * S + s];
    all += flow;
    if (s / run % Q == digit) {
      own += flow;
      probability += ps;
    }
  }
  let out = (r * K + k) * A + logit;
  var g = own - probability * all;
  if (da_add == 1u) { g += da[out]; }
  da[out] = g;
}
