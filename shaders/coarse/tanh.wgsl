// coarse/tanh  a continuous coarse variable between -1 and 1: no discretisation
// math    h = tanh(a);   da = dh (1 - h^2)
// grid    one thread per (replica, sample, logit)
// reads   forward a;  backward_a h dh
// writes  forward h =;  backward_a da = or +=
// limits  as 2 / (1 + exp(-2 a)) - 1 with the argument clamped to +-40: the built-in tanh of some adapters fails for large a;
//         at most 3 storage buffers
// source  definition

override K: u32;       // samples
override A: u32;       // logits
override da_add: u32;  // 1: add to da, 0: overwrite

@group(0) @binding(0) var<storage, read> a: array<f32>;          // (R, K, A)
@group(0) @binding(1) var<storage, read_write> h: array<f32>;    // (R, K, A)
@group(0) @binding(0) var<storage, read> dh: array<f32>;         // (R, K, A)
@group(0) @binding(2) var<storage, read_write> da: array<f32>;   // (R, K, A)

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= K * A) { return; }
  let i = id.y * K * A + id.x;
  h[i] = 2.0 / (1.0 + exp(-clamp(2.0 * a[i], -40.0, 40.0))) - 1.0;
}

@compute @workgroup_size(64)
fn backward_a(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= K * A) { return; }
  let i = id.y * K * A + id.x;
  var g = dh[i] * (1.0 - h[i] * h[i]);
  if (da_add == 1u) { g += da[i]; }
  da[i] = g;
}
