// uses lib/philox
// optim/init  uniform random initial weights
// math    p = limit_r (2 x - 1), x a 24-bit fraction in [0, 1): the same bits on every adapter
// grid    fill: one thread per (replica, four parameters)
// reads   fill keys limits sizes
// writes  fill p =
// limits  at most 3 storage buffers
// source  limits: Glorot & Bengio, AISTATS (2010), eq. (16)

// P floats between the parameters of neighbouring replicas; FIRST the first parameter that is filled, COUNT how many are.
struct Sizes { P: u32, FIRST: u32, COUNT: u32 }

@group(0) @binding(0) var<storage, read_write> p: array<f32>;    // (R, P)
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;     // (R)
@group(0) @binding(2) var<storage, read> limits: array<f32>;     // (R)
@group(0) @binding(3) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn fill(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x * 4u >= sizes.COUNT) { return; }
  let words = philox(vec4u(id.x, 0u, 0u, 0u), keys[r]);
  for (var j = 0u; j < min(4u, sizes.COUNT - id.x * 4u); j++) {
    p[r * sizes.P + sizes.FIRST + id.x * 4u + j] = limits[r] * (f32(words[j] >> 8u) * 0x1p-23f - 1.0);
  }
}
