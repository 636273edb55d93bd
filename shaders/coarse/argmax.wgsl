// uses lib/philox
// coarse/argmax  the discrete Potts spin: one-hot of the largest logit, ties split at random
// math    h_s = 1 for one s among those with a_s = max_t a_t, all equally likely, else 0; not differentiable
// grid    one thread per (replica, sample, component)
// reads   forward a keys step
// writes  forward h =
// limits  A a multiple of Q; ties are fair to 2^-32; at most 4 storage buffers
// source  definition

override K: u32;  // samples
override A: u32;  // logits: Q for every component
override Q: u32;  // states of a component

@group(0) @binding(0) var<storage, read> a: array<f32>;           // (R, K, A)
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;      // (R)
@group(0) @binding(2) var<storage, read> step: array<u32>;        // (R)
@group(0) @binding(3) var<storage, read_write> h: array<f32>;     // (R, K, A)

// Q, hidden from the compiler: software drivers unroll loops of a known length and then compile for seconds.
fn states() -> u32 {
  return min(Q, arrayLength(&h));
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x * Q >= K * A) { return; }
  let row = r * K * A + id.x * Q;
  var top = a[row];
  var ties = 1u;
  for (var s = 1u; s < states(); s++) {
    let x = a[row + s];
    if (x == top) { ties += 1u; }
    if (x > top) {
      top = x;
      ties = 1u;
    }
  }
  // The choice among tied logits: a random word times their number, in units of 2^32.
  var left = 0u;
  if (ties > 1u) { left = mul_wide(philox(vec4u(id.x, step[r], 1u, 0u), keys[r]).x, ties).x; }
  var found = false;
  for (var s = 0u; s < states(); s++) {
    let here = !found && a[row + s] == top && left == 0u;
    if (a[row + s] == top && left > 0u) { left -= 1u; }
    found = found || here;
    h[row + s] = select(0.0, 1.0, here);
  }
}
