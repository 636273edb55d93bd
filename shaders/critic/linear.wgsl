// critic/linear  affine layer with optional relu on its input; the last row of w is the bias
// math    y = f(x) w + c, f = identity or relu;   dx = f'(x) (dy w^T);   dw = f(x)^T dy, dc = sum_k dy
// grid    forward: 8 samples x 8 outputs per thread;  backward_x: 4 samples x 4 inputs per thread;
//         backward_w: 8 rows x 8 outputs per thread, samples in order;  backward: both, whole workgroups of each;
//         tiles this large because a load costs software adapters more than a dozen products
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

// Tiles of 8 outputs. If O is an odd multiple of 4, the second half of the last tile repeats the first and is not stored.
fn tiles_of_outputs() -> u32 {
  return (O + 7u) / 8u;
}

@compute @workgroup_size(32)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let groups = O / 4u;
  let r = id.y;
  let o = id.x % tiles_of_outputs() * 2u;
  let k = id.x / tiles_of_outputs() * 8u;
  if (k >= K) { return; }
  let next = select(0u, 1u, o + 1u < groups);
  // Samples beyond the last one repeat it; only the store is guarded.
  let r0 = (r * K + k) * I;
  let r1 = (r * K + min(k + 1u, K - 1u)) * I;
  let r2 = (r * K + min(k + 2u, K - 1u)) * I;
  let r3 = (r * K + min(k + 3u, K - 1u)) * I;
  let r4 = (r * K + min(k + 4u, K - 1u)) * I;
  let r5 = (r * K + min(k + 5u, K - 1u)) * I;
  let r6 = (r * K + min(k + 6u, K - 1u)) * I;
  let r7 = (r * K + min(k + 7u, K - 1u)) * I;
  var at = r * w_stride + o;
  var a0 = w[at + I * groups];
  var b0 = w[at + I * groups + next];
  var a1 = a0;
  var b1 = b0;
  var a2 = a0;
  var b2 = b0;
  var a3 = a0;
  var b3 = b0;
  var a4 = a0;
  var b4 = b0;
  var a5 = a0;
  var b5 = b0;
  var a6 = a0;
  var b6 = b0;
  var a7 = a0;
  var b7 = b0;
  for (var i = 0u; i < I; i++) {
    let wa = w[at];
    let wb = w[at + next];
    at += groups;
    let x0 = activated(r0 + i);
    a0 += x0 * wa;
    b0 += x0 * wb;
    let x1 = activated(r1 + i);
    a1 += x1 * wa;
    b1 += x1 * wb;
    let x2 = activated(r2 + i);
    a2 += x2 * wa;
    b2 += x2 * wb;
    let x3 = activated(r3 + i);
    a3 += x3 * wa;
    b3 += x3 * wb;
    let x4 = activated(r4 + i);
    a4 += x4 * wa;
    b4 += x4 * wb;
    let x5 = activated(r5 + i);
    a5 += x5 * wa;
    b5 += x5 * wb;
    let x6 = activated(r6 + i);
    a6 += x6 * wa;
    b6 += x6 * wb;
    let x7 = activated(r7 + i);
    a7 += x7 * wa;
    b7 += x7 * wb;
  }
  store_y(r, k + 0u, o, a0, b0);
  store_y(r, k + 1u, o, a1, b1);
  store_y(r, k + 2u, o, a2, b2);
  store_y(r, k + 3u, o, a3, b3);
  store_y(r, k + 4u, o, a4, b4);
  store_y(r, k + 5u, o, a5, b5);
  store_y(r, k + 6u, o, a6, b6);
  store_y(r, k + 7u, o, a7, b7);
}

fn store_y(r: u32, k: u32, o: u32, a: vec4f, b: vec4f) {
  if (k >= K) { return; }
  let out = (r * K + k) * (O / 4u) + o;
  y[out] = a;
  if (o + 1u < O / 4u) { y[out + 1u] = b; }
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
  let o = tile % tiles_of_outputs() * 2u;
  let i = tile / tiles_of_outputs() * 8u;
  if (i > I) { return; }
  let next = select(0u, 1u, o + 1u < groups);
  var a0 = vec4f();
  var b0 = vec4f();
  var a1 = vec4f();
  var b1 = vec4f();
  var a2 = vec4f();
  var b2 = vec4f();
  var a3 = vec4f();
  var b3 = vec4f();
  var a4 = vec4f();
  var b4 = vec4f();
  var a5 = vec4f();
  var b5 = vec4f();
  var a6 = vec4f();
  var b6 = vec4f();
  var a7 = vec4f();
  var b7 = vec4f();
  var row = r * K * I;
  var at = r * K * groups + o;
  for (var k = 0u; k < K; k++) {
    let ga = dy[at];
    let gb = dy[at + next];
    let x0 = input(row, i + 0u);
    a0 += x0 * ga;
    b0 += x0 * gb;
    let x1 = input(row, i + 1u);
    a1 += x1 * ga;
    b1 += x1 * gb;
    let x2 = input(row, i + 2u);
    a2 += x2 * ga;
    b2 += x2 * gb;
    let x3 = input(row, i + 3u);
    a3 += x3 * ga;
    b3 += x3 * gb;
    let x4 = input(row, i + 4u);
    a4 += x4 * ga;
    b4 += x4 * gb;
    let x5 = input(row, i + 5u);
    a5 += x5 * ga;
    b5 += x5 * gb;
    let x6 = input(row, i + 6u);
    a6 += x6 * ga;
    b6 += x6 * gb;
    let x7 = input(row, i + 7u);
    a7 += x7 * ga;
    b7 += x7 * gb;
    row += I;
    at += groups;
  }
  store_w(r, i + 0u, o, a0, b0);
  store_w(r, i + 1u, o, a1, b1);
  store_w(r, i + 2u, o, a2, b2);
  store_w(r, i + 3u, o, a3, b3);
  store_w(r, i + 4u, o, a4, b4);
  store_w(r, i + 5u, o, a5, b5);
  store_w(r, i + 6u, o, a6, b6);
  store_w(r, i + 7u, o, a7, b7);
}

fn store_w(r: u32, i: u32, o: u32, a: vec4f, b: vec4f) {
  if (i > I) { return; }
  let at = r * w_stride + i * (O / 4u) + o;
  let second = o + 1u < O / 4u;
  if (dw_add == 1u) {
    dw[at] += a;
    if (second) { dw[at + 1u] += b; }
  } else {
    dw[at] = a;
    if (second) { dw[at + 1u] = b; }
  }
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
  // Each whole workgroup does one of the two, so that threads of a workgroup do not diverge.
  let inputs = (((K + 3u) / 4u) * ((I + 3u) / 4u) + 63u) / 64u * 64u;
  if (id.x < inputs) { input_tile(id.x, id.y); } else { weight_tile(id.x - inputs, id.y); }
}
