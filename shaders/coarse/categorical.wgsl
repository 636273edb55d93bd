// uses lib/philox
// coarse/categorical  relaxed categorical variable h on the simplex, annealed towards a Potts spin; straight-through
// math    h_s = exp(x_s) / sum_t exp(x_t), x_s = (a_s + g_s) / tau, g Gumbel noise;
//         da_s = h_s (dh_s - sum_t h_t dh_t) / tau
//         straight-through: hard = one-hot of the largest h, state s with probability softmax(a)_s; dh = dhard
// grid    one thread per (replica, sample, component)
// reads   forward, forward_hard a schedule keys step;  backward_a h dh schedule step;
//         backward_hard h dhard schedule step
// writes  forward h =;  forward_hard h = hard =;  backward_a, backward_hard da = or +=
// limits  A a multiple of Q; exponents below -40 count as -40; at most 6 storage buffers
// source  Maddison, Mnih, Teh, arXiv:1611.00712; Jang, Gu, Poole, arXiv:1611.01144, sections 2.1 and 2.2

override K: u32;       // samples
override A: u32;       // logits: Q for every component
override Q: u32;       // states of a component
override da_add: u32;  // 1: add to da, 0: overwrite

@group(0) @binding(0) var<storage, read> a: array<f32>;            // (R, K, A)
@group(0) @binding(1) var<storage, read> schedule: array<vec4f>;   // (S) tau, Adam's rate, Adam's correction, 0; step t has row t mod S
@group(0) @binding(2) var<storage, read> keys: array<vec2u>;       // (R)
@group(0) @binding(3) var<storage, read> step: array<u32>;         // (R)
@group(0) @binding(4) var<storage, read_write> h: array<f32>;      // (R, K, A)
@group(0) @binding(5) var<storage, read_write> hard: array<f32>;   // (R, K, A)
@group(0) @binding(0) var<storage, read> dh: array<f32>;           // (R, K, A)
@group(0) @binding(0) var<storage, read> dhard: array<f32>;        // (R, K, A)
@group(0) @binding(5) var<storage, read_write> da: array<f32>;     // (R, K, A)

// Q, hidden from the compiler: software drivers unroll loops of a known length and then compile for seconds.
fn states() -> u32 {
  return min(Q, arrayLength(&h));
}

// Gumbel noise -ln(-ln(1 - u)). Near one, log is accurate only to 2^-21, but ln(1 - u) itself may be smaller. So for small u
// the series -ln(1 - u) = 2 artanh(u / (2 - u)) is used instead.
fn gumbel(word: u32) -> f32 {
  let u = unit_open(word);
  let z = u / (2.0 - u);
  let zz = z * z;
  let series = 2.0 * z * (1.0 + zz * (1.0 / 3.0 + zz * (0.2 + zz / 7.0)));
  return -log(select(-log(1.0 - u), series, u < 0.25));
}

// Fills the row of h of one component and returns the index of its largest entry.
fn relax(row: u32, component: u32, r: u32) -> u32 {
  let t = step[r];
  let tau = schedule[t % arrayLength(&schedule)].x;
  var words = vec4u();
  var best = 0u;
  var top = -1e30;
  for (var s = 0u; s < states(); s++) {
    if ((s & 3u) == 0u) { words = philox(vec4u(component, t, 0u, s / 4u), keys[r]); } else { words = words.yzwx; }
    let x = (a[row + s] + gumbel(words.x)) / tau;
    h[row + s] = x;
    // With the noise, ties are as rare as two equal random words, so they are not split.
    if (x > top) {
      top = x;
      best = s;
    }
  }
  var sum = 0.0;
  for (var s = 0u; s < states(); s++) {
    let e = exp(max(h[row + s] - top, -40.0));
    h[row + s] = e;
    sum += e;
  }
  for (var s = 0u; s < states(); s++) { h[row + s] /= sum; }
  return best;
}

fn store_gradient(i: u32, upstream: f32, mean: f32, tau: f32) {
  var g = h[i] * (upstream - mean) / tau;
  if (da_add == 1u) { g += da[i]; }
  da[i] = g;
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x * Q >= K * A) { return; }
  relax(r * K * A + id.x * Q, id.x, r);
}

@compute @workgroup_size(64)
fn forward_hard(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x * Q >= K * A) { return; }
  let row = r * K * A + id.x * Q;
  let best = relax(row, id.x, r);
  for (var s = 0u; s < states(); s++) { hard[row + s] = select(0.0, 1.0, s == best); }
}

@compute @workgroup_size(64)
fn backward_a(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x * Q >= K * A) { return; }
  let row = r * K * A + id.x * Q;
  let tau = schedule[step[r] % arrayLength(&schedule)].x;
  var mean = 0.0;
  for (var s = 0u; s < states(); s++) { mean += h[row + s] * dh[row + s]; }
  for (var s = 0u; s < states(); s++) { store_gradient(row + s, dh[row + s], mean, tau); }
}

@compute @workgroup_size(64)
fn backward_hard(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x * Q >= K * A) { return; }
  let row = r * K * A + id.x * Q;
  let tau = schedule[step[r] % arrayLength(&schedule)].x;
  var mean = 0.0;
  for (var s = 0u; s < states(); s++) { mean += h[row + s] * dhard[row + s]; }
  for (var s = 0u; s < states(); s++) { store_gradient(row + s, dhard[row + s], mean, tau); }
}
