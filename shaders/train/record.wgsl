// uses lib/finite
// train/record  log of one step: objective and gradient norm; it also ends the step, and freezes replicas that are not finite
// math    objective_r = mean_k term_rk;  norm_r = sqrt(sum_p g_rp^2)
// grid    record: one workgroup per replica;  freeze: one thread per replica, after record, in steps without Adam, which does the same
// reads   record term g sizes;  freeze logged step sizes
// writes  record history = step =;  freeze status =
// limits  P and FIRST multiples of 4; sums in a fixed order, so the same plan gives the same bits; at most 4 storage
//         buffers
// source  definition

// K samples; P floats between the gradients of neighbouring replicas; FIRST the first parameter that is trained, COUNT how many are; R replicas.
// No constants: each phase of each training has others, and they gain nothing.
struct Sizes { K: u32, P: u32, FIRST: u32, COUNT: u32, R: u32 }

@group(0) @binding(0) var<storage, read> term: array<f32>;              // (R, K)
@group(0) @binding(1) var<storage, read> g: array<vec4f>;               // (R, P / 4)
@group(0) @binding(2) var<storage, read_write> history: array<vec2f>;   // (S, R) objective, gradient norm; a ring: step t has row t mod S, R S even
@group(0) @binding(3) var<storage, read_write> status: array<u32>;      // (R) 0, or 1 + the step that went non-finite
@group(0) @binding(4) var<storage, read_write> step: array<u32>;        // (R)
@group(0) @binding(5) var<storage, read> logged: array<vec2u>;          // (S, R) the bits of history
@group(0) @binding(6) var<uniform> sizes: Sizes;

var<workgroup> partial: array<vec2f, 64>;

@compute @workgroup_size(64)
fn record(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let r = group.x;
  let K = sizes.K;
  let COUNT = sizes.COUNT;
  var sum = vec2f();
  for (var k = lane; k < K; k += 64u) { sum.x += term[r * K + k]; }
  // Two independent sums of vectors, so that a load need not wait for the previous addition.
  let row = (r * sizes.P + sizes.FIRST) / 4u;
  let whole = COUNT / 4u;
  var even = vec4f();
  var odd = vec4f();
  for (var i = lane; i < whole; i += 128u) {
    let a = g[row + i];
    even += a * a;
    if (i + 64u < whole) {
      let b = g[row + i + 64u];
      odd += b * b;
    }
  }
  if (lane == 0u && COUNT % 4u > 0u) {
    let rest = select(vec4f(), g[row + whole], vec4u(0u, 1u, 2u, 3u) < vec4u(COUNT % 4u));
    odd += rest * rest;
  }
  even += odd;
  sum.y = (even.x + even.y) + (even.z + even.w);
  partial[lane] = sum;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { partial[lane] += partial[lane + half]; }
  }
  if (lane == 0u) {
    let t = step[r];
    let objective = partial[0].x / f32(K);
    let norm = sqrt(partial[0].y);
    history[(t % (arrayLength(&history) / sizes.R)) * sizes.R + r] = vec2f(objective, norm);
    step[r] = t + 1u;
  }
}

@compute @workgroup_size(64)
fn freeze(@builtin(global_invocation_id) id: vec3u) {
  let r = id.x;
  if (r >= sizes.R) { return; }
  let t = step[r] - 1u;
  let bits = logged[(t % (arrayLength(&logged) / sizes.R)) * sizes.R + r];
  if (status[r] == 0u && !(finite(bits.x) && finite(bits.y))) { status[r] = t + 1u; }
}
