// uses lib/philox
// optim/init  uniform random initial weights
// math    p = limit_r (2 x - 1), x a 24-bit fraction in [0, 1): the same bits on every adapter
// grid    fill: one thread per (replica, four parameters)
// reads   fill keys limits
// writes  fill p =
// limits  at most 3 storage buffers
// source  limits: Glorot & Bengio, AISTATS (2010), eq. (16)

override P: u32;      // floats between the parameters of neighbouring replicas
override FIRST: u32;  // first parameter that is filled
override COUNT: u32;  // how many are filled

@group(0) @binding(0) var<storage, read_write> p: array<f32>;    // (R, P)
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;     // (R)
@group(0) @binding(2) var<storage, read> limits: array<f32>;     // (R)

@compute @workgroup_size(64)
fn fill(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x * 4u >= COUNT) { return; }
  let words = philox(vec4u(id.x, 0u, 0u, 0u), keys[r]);
  for (var j = 0u; j < min(4u, COUNT - id.x * 4u); j++) {
    p[r * P + FIRST + id.x * 4u + j] = limits[r] * (f32(words[j] >> 8u) * 0x1p-23f - 1.0);
  }
}
