// uses lib/philox
// uses lib/threefry
// gpu/known_answer  checks that the device runs kernels: random words with published values
// math    y = (philox(x, x.xy), threefry(x, x, 20)) of every counter x
// grid    answer: one thread per counter
// reads   answer x
// writes  answer y =
// limits  at most 2 storage buffers
// source  Random123's known-answer vectors, Salmon et al., SC11 (2011)

@group(0) @binding(0) var<storage, read> x: array<vec4u>;         // (N)
@group(0) @binding(1) var<storage, read_write> y: array<vec4u>;   // (N, 2)

@compute @workgroup_size(64)
fn answer(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
  y[2u * id.x] = philox(x[id.x], x[id.x].xy);
  y[2u * id.x + 1u] = threefry(x[id.x], x[id.x], 20u);
}
