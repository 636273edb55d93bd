// optim/adam  one ascent step of Adam on every parameter of every replica
// math    m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2;  p += rate_t m / (sqrt(v c_t) + eps)
//         with rate_t = lr_t / (1 - b1^t), c_t = 1 / (1 - b2^t) tabulated on the host in double precision
// grid    update: one thread per (replica, four parameters of FIRST .. FIRST + COUNT)
// reads   update g schedule step status hyper
// writes  update p = m = v =
// limits  P and FIRST multiples of 4, slices padded to 4 with zeros; step has already been advanced past t; a replica with status != 0 is frozen; at most 7 storage buffers
// source  Kingma & Ba, arXiv:1412.6980, algorithm 1

override P: u32;      // floats between the parameters of neighbouring replicas
override FIRST: u32;  // first parameter that is trained
override COUNT: u32;  // how many are trained

struct Hyper { beta1: f32, beta2: f32, epsilon: f32 }

@group(0) @binding(0) var<storage, read_write> p: array<vec4f>;     // (R, P / 4)
@group(0) @binding(1) var<storage, read_write> m: array<vec4f>;     // (R, P / 4)
@group(0) @binding(2) var<storage, read_write> v: array<vec4f>;     // (R, P / 4)
@group(0) @binding(3) var<storage, read> g: array<vec4f>;           // (R, P / 4)
@group(0) @binding(4) var<storage, read> schedule: array<vec4f>;    // (S) tau, rate_t, c_t, 0
@group(0) @binding(5) var<storage, read> step: array<u32>;          // (R)
@group(0) @binding(6) var<storage, read> status: array<u32>;        // (R) 0, or 1 + the step that went non-finite
@group(0) @binding(7) var<uniform> hyper: Hyper;

@compute @workgroup_size(64)
fn update(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x * 4u >= COUNT || status[r] != 0u) { return; }
  let i = (r * P + FIRST) / 4u + id.x;
  let now = schedule[step[r] - 1u];
  let gi = g[i];
  let mi = hyper.beta1 * m[i] + (1.0 - hyper.beta1) * gi;
  let vi = hyper.beta2 * v[i] + (1.0 - hyper.beta2) * gi * gi;
  m[i] = mi;
  v[i] = vi;
  p[i] += now.y * mi / (sqrt(vi * now.z) + hyper.epsilon);
}
