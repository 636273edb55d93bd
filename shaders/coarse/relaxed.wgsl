// uses lib/philox
// coarse/relaxed  relaxed Bernoulli variable h in (-1, 1), annealed towards a coarse spin
// math    h = 2 p - 1, p = 1 / (1 + exp(-(a + n) / tau)), n logistic noise;   da = dh (1 - h^2) / (2 tau)
// grid    one thread per (replica, sample, component)
// reads   forward a schedule keys step;  backward_a h dh schedule step
// writes  forward h =;  backward_a da = or +=
// limits  the argument is clamped to +-40, where exp neither overflows nor matters; at most 5 storage buffers
// source  Maddison, Mnih, Teh, arXiv:1611.00712, appendix B; annealing: Goekmen et al., arXiv:2103.16887

override K: u32;       // samples
override C: u32;       // components
override da_add: u32;  // 1: add to da, 0: overwrite

@group(0) @binding(0) var<storage, read> a: array<f32>;            // (R, K, C)
@group(0) @binding(1) var<storage, read> schedule: array<vec4f>;   // (S) tau, Adam's rate, Adam's correction, 0
@group(0) @binding(2) var<storage, read> keys: array<vec2u>;       // (R)
@group(0) @binding(3) var<storage, read> step: array<u32>;         // (R)
@group(0) @binding(4) var<storage, read_write> h: array<f32>;      // (R, K, C)
@group(0) @binding(0) var<storage, read> dh: array<f32>;           // (R, K, C)
@group(0) @binding(5) var<storage, read_write> da: array<f32>;     // (R, K, C)

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x >= K * C) { return; }
  let i = r * K * C + id.x;
  let t = step[r];
  let u = unit_open(philox(vec4u(id.x, t, 0u, 0u), keys[r]).x);
  let noise = log(u) - log(1.0 - u);
  let x = clamp((a[i] + noise) / schedule[t].x, -40.0, 40.0);
  h[i] = 2.0 / (1.0 + exp(-x)) - 1.0;
}

@compute @workgroup_size(64)
fn backward_a(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x >= K * C) { return; }
  let i = r * K * C + id.x;
  var g = dh[i] * (1.0 - h[i] * h[i]) / (2.0 * schedule[step[r]].x);
  if (da_add == 1u) { g += da[i]; }
  da[i] = g;
}
