// critic/linear  affine layer with optional relu on its input; the last row of w is the bias
// math    y = f(x) w + c, f = identity or relu;   dx = f'(x) (dy w^T);   dw = f(x)^T dy, dc = sum_k dy
// grid    forward: 4 samples x 4 outputs per thread;  backward_x: 4 samples x 4 inputs per thread;
//         backward_w: 8 rows x 4 outputs per thread, samples in order;  backward: both, whole workgroups of each
// reads   forward x w;  backward x w dy;  backward_x x w dy;  backward_w x dy
// writes  forward y =;  backward dx dw = or +=;  backward_x dx = or +=;  backward_w dw = or +=
// limits  O a multiple of 4; at most 5 storage buffers
// source  definition

override K: u32;         // samples
override I: u32;         // inputs
override O: u32;         // outputs
override RELU: u32;      // 1: relu on the input
override w_stride: u32;  // vec4s between the weights of neighbouring replicas
override dx_add: u32;    // 1: add to dx, 0: overwrite
override dw_add: u32;    // 1: add to dw, 0: overwrite

@group(0) @binding(0) var<storage, read> x: array<f32>;             // (R, K, I)
@group(0) @binding(1) var<storage, read> w: array<vec4f>;           // (R, I + 1, O / 4)
@group(0) @binding(2) var<storage, read_write> y: array<vec4f>;     // (R, K, O / 4)
@group(0) @binding(3) var<storage, read> dy: array<vec4f>;          // (R, K, O / 4)
@group(0) @binding(4) var<storage, read_write> dx: array<f32>;      // (R, K, I)
@group(0) @binding(5) var<storage, read_write> dw: array<vec4f>;    // (R, I + 1, O / 4)

// The input after its activation.
fn activated(i: u32) -> f32 {
  return select(x[i], max(x[i], 0.0), RELU == 1u);
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let groups = O / 4u;
  let r = id.y;
  let o = id.x % groups;
  let k = id.x / groups * 4u;
  if (k >= K) { return; }
  // Samples beyond the last one repeat it; only the store is guarded.
  let r0 = (r * K + k) * I;
  let r1 = (r * K + min(k + 1u, K - 1u)) * I;
  let r2 = (r * K + min(k + 2u, K - 1u)) * I;
  let r3 = (r * K + min(k + 3u, K - 1u)) * I;
  let ws = r * w_stride + o;
  var a0 = w[ws + I * groups];
  var a1 = a0;
  var a2 = a0;
  var a3 = a0;
  var at = ws;
  for (var i = 0u; i < I; i++) {
    let wi = w[at];
    at += groups;
    a0 += activated(r0 + i) * wi;
    a1 += activated(r1 + i) * wi;
    a2 += activated(r2 + i) * wi;
    a3 += activated(r3 + i) * wi;
  }
  let out = (r * K + k) * groups + o;
  y[out] = a0;
  if (k + 1u < K) { y[out + groups] = a1; }
  if (k + 2u < K) { y[out + 2u * groups] = a2; }
  if (k + 3u < K) { y[out + 3u * groups] = a3; }
}

// Gradient of the input for one tile of samples and inputs.
fn input_tile(tile: u32, r: u32) {
  let groups = O / 4u;
  let tiles = (I + 3u) / 4u;
  let i = tile % tiles * 4u;
  let k = tile / tiles * 4u;
  if (k >= K) { return; }
  var g0 = (r * K + k) * groups;
  var g1 = (r * K + min(k + 1u, K - 1u)) * groups;
  var g2 = (r * K + min(k + 2u, K - 1u)) * groups;
  var g3 = (r * K + min(k + 3u, K - 1u)) * groups;
  // Rows beyond the last input read the bias; their sums are not stored.
  var w0 = r * w_stride + i * groups;
  var w1 = w0 + min(1u, I - i) * groups;
  var w2 = w0 + min(2u, I - i) * groups;
  var w3 = w0 + min(3u, I - i) * groups;
  var s0 = vec4f();
  var s1 = vec4f();
  var s2 = vec4f();
  var s3 = vec4f();
  for (var o = 0u; o < groups; o++) {
    let m = mat4x4f(w[w0 + o], w[w1 + o], w[w2 + o], w[w3 + o]);
    s0 += dy[g0 + o] * m;
    s1 += dy[g1 + o] * m;
    s2 += dy[g2 + o] * m;
    s3 += dy[g3 + o] * m;
  }
  let out = (r * K + k) * I + i;
  store_row(out, s0, I - i);
  if (k + 1u < K) { store_row(out + I, s1, I - i); }
  if (k + 2u < K) { store_row(out + 2u * I, s2, I - i); }
  if (k + 3u < K) { store_row(out + 3u * I, s3, I - i); }
}

fn store_row(at: u32, value: vec4f, count: u32) {
  store_x(at, value.x);
  if (count > 1u) { store_x(at + 1u, value.y); }
  if (count > 2u) { store_x(at + 2u, value.z); }
  if (count > 3u) { store_x(at + 3u, value.w); }
}

fn store_x(at: u32, value: f32) {
  let g = select(value, 0.0, RELU == 1u && x[at] <= 0.0);
  if (dx_add == 1u) { dx[at] += g; } else { dx[at] = g; }
}

// The input of row i of w: the bias row's input is 1.
fn input(row: u32, i: u32) -> f32 {
  return select(activated(row + min(i, I - 1u)), 1.0, i >= I);
}

// Gradient of the weights for one tile of rows and outputs.
fn weight_tile(tile: u32, r: u32) {
  let groups = O / 4u;
  let o = tile % groups;
  let i = tile / groups * 8u;
  if (i > I) { return; }
  var s0 = vec4f();
  var s1 = vec4f();
  var s2 = vec4f();
  var s3 = vec4f();
  var s4 = vec4f();
  var s5 = vec4f();
  var s6 = vec4f();
  var s7 = vec4f();
  var row = r * K * I;
  var at = r * K * groups + o;
  for (var k = 0u; k < K; k++) {
    let g = dy[at];
    s0 += input(row, i + 0u) * g;
    s1 += input(row, i + 1u) * g;
    s2 += input(row, i + 2u) * g;
    s3 += input(row, i + 3u) * g;
    s4 += input(row, i + 4u) * g;
    s5 += input(row, i + 5u) * g;
    s6 += input(row, i + 6u) * g;
    s7 += input(row, i + 7u) * g;
    row += I;
    at += groups;
  }
  let out = r * w_stride + i * groups + o;
  store_w(out, s0);
  if (i + 1u <= I) { store_w(out + 1u * groups, s1); }
  if (i + 2u <= I) { store_w(out + 2u * groups, s2); }
  if (i + 3u <= I) { store_w(out + 3u * groups, s3); }
  if (i + 4u <= I) { store_w(out + 4u * groups, s4); }
  if (i + 5u <= I) { store_w(out + 5u * groups, s5); }
  if (i + 6u <= I) { store_w(out + 6u * groups, s6); }
  if (i + 7u <= I) { store_w(out + 7u * groups, s7); }
}

fn store_w(at: u32, value: vec4f) {
  if (dw_add == 1u) { dw[at] += value; } else { dw[at] = value; }
}

@compute @workgroup_size(64)
fn backward_x(@builtin(global_invocation_id) id: vec3u) {
  input_tile(id.x, id.y);
}

@compute @workgroup_size(64)
fn backward_w(@builtin(global_invocation_id) id: vec3u) {
  weight_tile(id.x, id.y);
}

@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u) {
  // Whole workgroups do one or the other, so that no thread waits for a neighbour's branch.
  let inputs = (((K + 3u) / 4u) * ((I + 3u) / 4u) + 63u) / 64u * 64u;
  if (id.x < inputs) { input_tile(id.x, id.y); } else { weight_tile(id.x - inputs, id.y); }
}
