// uses lib/philox
// coarse/sign  the discrete coarse spin: h = sign(a), ties split at random
// math    h = +1 if a > 0, -1 if a < 0, a fair coin if a = 0; not differentiable
// grid    one thread per (replica, sample, component)
// reads   forward a keys step
// writes  forward h =
// limits  at most 4 storage buffers
// source  definition

override K: u32;  // samples
override C: u32;  // components

@group(0) @binding(0) var<storage, read> a: array<f32>;           // (R, K, C)
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;      // (R)
@group(0) @binding(2) var<storage, read> step: array<u32>;        // (R)
@group(0) @binding(3) var<storage, read_write> h: array<f32>;     // (R, K, C)

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x >= K * C) { return; }
  let i = r * K * C + id.x;
  var sign = select(-1.0, 1.0, a[i] > 0.0);
  if (a[i] == 0.0) {
    sign = select(-1.0, 1.0, (philox(vec4u(id.x, step[r], 1u, 0u), keys[r]).x & 1u) == 1u);
  }
  h[i] = sign;
}
