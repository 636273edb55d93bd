// uses lib/finite
// optim/adam  one ascent step of Adam on every parameter of every replica, with the gradient clipped to a norm; it freezes replicas that
//         are not finite
// math    g' = g min(1, clip / |g|), clip = 0: g' = g;  m = b1 m + (1 - b1) g';  v = b2 v + (1 - b2) g'^2;
//         for the two parameters of a pair g'^2 in v is the mean of both: a rotation of the pair then rotates its steps;
//         p += rate_t m / (sqrt(v c_t) + eps), rate_t = lr_t / (1 - b1^t), c_t = 1 / (1 - b2^t) tabulated on the host
// grid    update: one thread per (replica, four parameters of FIRST .. FIRST + COUNT)
// reads   update g schedule step hyper logged sizes
// writes  update p = m = v = status =
// limits  P, FIRST and PAIRS multiples of 4, slices padded to 4 with zeros; both rings have S rows; step has already been advanced past t; a replica
//         with status != 0, or whose objective or norm of this step is not finite, is left alone; at most 8 storage buffers
// source  Kingma & Ba, arXiv:1412.6980, algorithm 1; clipping: Pascanu, Mikolov, Bengio, arXiv:1211.5063, algorithm 1

// P floats between the parameters of neighbouring replicas; FIRST the first parameter that is trained, COUNT how many are; R replicas; PAIRS the
// first parameter of those that are pairs, such as weights of a cosine and a sine, PAIRED how many are. No constants: no loop is bounded by them.
struct Sizes { P: u32, FIRST: u32, COUNT: u32, R: u32, PAIRS: u32, PAIRED: u32 }

struct Hyper { beta1: f32, beta2: f32, epsilon: f32, clip: f32 }

@group(0) @binding(0) var<storage, read_write> p: array<vec4f>;     // (R, P / 4)
@group(0) @binding(1) var<storage, read_write> m: array<vec4f>;     // (R, P / 4)
@group(0) @binding(2) var<storage, read_write> v: array<vec4f>;     // (R, P / 4)
@group(0) @binding(3) var<storage, read> g: array<vec4f>;           // (R, P / 4)
@group(0) @binding(4) var<storage, read> schedule: array<vec4f>;    // (S) tau, rate_t, c_t, entropy bonus; step t has row t mod S
@group(0) @binding(5) var<storage, read> step: array<u32>;          // (R)
@group(0) @binding(6) var<storage, read_write> status: array<atomic<u32>>; // (R) 0, or 1 + the step that went non-finite
@group(0) @binding(7) var<uniform> hyper: Hyper;
@group(0) @binding(8) var<storage, read> logged: array<vec2u>;      // (S, R) the bits of objective and gradient norm; R S even
@group(0) @binding(9) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn update(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x * 4u >= sizes.COUNT) { return; }
  let t = step[r] - 1u;
  // Both rings have S rows. Drivers of processors divide lane by lane: once is enough.
  let row = t % arrayLength(&schedule);
  let bits = logged[row * sizes.R + r];
  let good = finite(bits.x) && finite(bits.y);
  // Whether a thread sees the mark that the first one makes here or not, it stops.
  let marked = atomicLoad(&status[r]) != 0u;
  if (id.x == 0u && !marked && !good) { atomicStore(&status[r], t + 1u); }
  if (marked || !good) { return; }
  let i = (r * sizes.P + sizes.FIRST) / 4u + id.x;
  let now = schedule[row];
  let rate = now.y;
  let correction = now.z;
  var gi = g[i];
  if (hyper.clip > 0.0) {
    let norm = bitcast<f32>(bits.y);
    if (norm > hyper.clip) { gi *= hyper.clip / norm; }
  }
  let mi = hyper.beta1 * m[i] + (1.0 - hyper.beta1) * gi;
  var vi = hyper.beta2 * v[i] + (1.0 - hyper.beta2) * gi * gi;
  let own = sizes.FIRST + 4u * id.x;
  if (own >= sizes.PAIRS && own < sizes.PAIRS + sizes.PAIRED) { vi = hyper.beta2 * v[i] + (1.0 - hyper.beta2) * 0.5 * (gi * gi + gi.yxwz * gi.yxwz); }
  m[i] = mi;
  v[i] = vi;
  p[i] += rate * mi / (sqrt(vi * correction) + hyper.epsilon);
}
