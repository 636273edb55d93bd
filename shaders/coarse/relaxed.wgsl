// uses lib/philox
// coarse/relaxed  relaxed Bernoulli variable h in (-1, 1), annealed towards a coarse spin; straight-through: its sign
// math    h = 2 p - 1, p = 1 / (1 + exp(-(a + n) / tau)), n logistic noise;   da = dh (1 - h^2) / (2 tau)
//         straight-through: hard = sign(h), a spin that is up with probability 1 / (1 + exp(-a)); dh = dhard
// grid    one thread per (replica, sample, component)
// reads   forward, forward_hard a schedule keys step;  backward_a h dh schedule step;
//         backward_hard h dhard schedule step
// writes  forward h =;  forward_hard h = hard =;  backward_a, backward_hard da = or +=
// limits  the argument is clamped to +-40, beyond which exp would overflow or have no effect; at most 6 storage buffers
// source  Maddison, Mnih, Teh, arXiv:1611.00712, appendix B; annealing: Goekmen et al., arXiv:2103.16887;
//         straight-through: Jang, Gu, Poole, arXiv:1611.01144, section 2.2

override K: u32;       // samples
override C: u32;       // components
override da_add: u32;  // 1: add to da, 0: overwrite

@group(0) @binding(0) var<storage, read> a: array<f32>;            // (R, K, C)
@group(0) @binding(1) var<storage, read> schedule: array<vec4f>;   // (S) tau, Adam's rate, Adam's correction, 0; step t has row t mod S
@group(0) @binding(2) var<storage, read> keys: array<vec2u>;       // (R)
@group(0) @binding(3) var<storage, read> step: array<u32>;         // (R)
@group(0) @binding(4) var<storage, read_write> h: array<f32>;      // (R, K, C)
@group(0) @binding(5) var<storage, read_write> hard: array<f32>;   // (R, K, C)
@group(0) @binding(0) var<storage, read> dh: array<f32>;           // (R, K, C)
@group(0) @binding(0) var<storage, read> dhard: array<f32>;        // (R, K, C)
@group(0) @binding(5) var<storage, read_write> da: array<f32>;     // (R, K, C)

fn relax(i: u32, element: u32, r: u32) -> f32 {
  let t = step[r];
  let u = unit_open(philox(vec4u(element, t, 0u, 0u), keys[r]).x);
  let noise = log(u) - log(1.0 - u);
  let x = clamp((a[i] + noise) / schedule[t % arrayLength(&schedule)].x, -40.0, 40.0);
  return 2.0 / (1.0 + exp(-x)) - 1.0;
}

fn store_gradient(i: u32, upstream: f32, r: u32) {
  var g = upstream * (1.0 - h[i] * h[i]) / (2.0 * schedule[step[r] % arrayLength(&schedule)].x);
  if (da_add == 1u) { g += da[i]; }
  da[i] = g;
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x >= K * C) { return; }
  let i = r * K * C + id.x;
  h[i] = relax(i, id.x, r);
}

@compute @workgroup_size(64)
fn forward_hard(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x >= K * C) { return; }
  let i = r * K * C + id.x;
  let soft = relax(i, id.x, r);
  h[i] = soft;
  // With the noise, ties are as rare as two equal random words, so they are not split.
  hard[i] = select(-1.0, 1.0, soft >= 0.0);
}

@compute @workgroup_size(64)
fn backward_a(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x >= K * C) { return; }
  let i = r * K * C + id.x;
  store_gradient(i, dh[i], r);
}

@compute @workgroup_size(64)
fn backward_hard(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x >= K * C) { return; }
  let i = r * K * C + id.x;
  store_gradient(i, dhard[i], r);
}
