// critic/linear_bits  affine layer on packed spins; the last row of w is the bias
// math    y = s w + c, s = +1, -1 from bits;   dw = s^T dy, dc = sum_k dy
// grid    forward: 8 samples x 4 outputs per thread;  backward_w: 16 rows x 4 outputs per thread, samples in order
// reads   forward x widths w;  backward_w x widths dy
// writes  forward y =;  backward_w dw = or +=
// limits  O a multiple of 4; widths[r] <= I: inputs beyond it are absent and the gradient of their rows stays
//         untouched (zero); at most 4 storage buffers
// source  definition

override K: u32;         // samples
override I: u32;         // inputs, the most of any replica: row I of w is the bias
override X: u32;         // words of a packed row of x
override O: u32;         // outputs
override w_stride: u32;  // vec4s between the weights of neighbouring replicas
override dw_add: u32;    // 1: add to dw, 0: overwrite

@group(0) @binding(0) var<storage, read> x: array<u32>;             // (R, K, X)
@group(0) @binding(1) var<storage, read> widths: array<u32>;        // (R) live inputs
@group(0) @binding(2) var<storage, read> w: array<vec4f>;           // (R, I + 1, O / 4)
@group(0) @binding(3) var<storage, read_write> y: array<vec4f>;     // (R, K, O / 4)
@group(0) @binding(4) var<storage, read> dy: array<vec4f>;          // (R, K, O / 4)
@group(0) @binding(5) var<storage, read_write> dw: array<vec4f>;    // (R, I + 1, O / 4)

// The spin in the lowest bit of a word.
fn spin(word: u32) -> f32 {
  return select(-1.0, 1.0, (word & 1u) == 1u);
}

// s0 w0 + s1 w1 for the two lowest spins of a word, from w0 + w1 and w0 - w1.
fn pair(word: u32, sum: vec4f, difference: vec4f) -> vec4f {
  return spin(word) * select(difference, sum, (((word >> 1u) ^ word) & 1u) == 0u);
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let groups = O / 4u;
  let r = id.y;
  let o = id.x % groups;
  let k = id.x / groups * 8u;
  if (k >= K) { return; }
  let r0 = (r * K + k) * X;
  let r1 = (r * K + min(k + 1u, K - 1u)) * X;
  let r2 = (r * K + min(k + 2u, K - 1u)) * X;
  let r3 = (r * K + min(k + 3u, K - 1u)) * X;
  let r4 = (r * K + min(k + 4u, K - 1u)) * X;
  let r5 = (r * K + min(k + 5u, K - 1u)) * X;
  let r6 = (r * K + min(k + 6u, K - 1u)) * X;
  let r7 = (r * K + min(k + 7u, K - 1u)) * X;
  let ws = r * w_stride + o;
  let bias = w[ws + I * groups];
  var a0 = bias;
  var a1 = bias;
  var a2 = bias;
  var a3 = bias;
  var a4 = bias;
  var a5 = bias;
  var a6 = bias;
  var a7 = bias;
  let width = widths[r];
  // Inputs are taken in pairs, which costs less than two products. Behind the last one of an odd number stands a row
  // that is read and not counted.
  var at = ws;
  for (var i = 0u; i < width; i += 32u) {
    let word = i / 32u;
    var x0 = x[r0 + word];
    var x1 = x[r1 + word];
    var x2 = x[r2 + word];
    var x3 = x[r3 + word];
    var x4 = x[r4 + word];
    var x5 = x[r5 + word];
    var x6 = x[r6 + word];
    var x7 = x[r7 + word];
    let count = min(32u, width - i);
    for (var b = 0u; b < count; b += 2u) {
      let w0 = w[at];
      let w1 = select(vec4f(), w[at + groups], b + 1u < count);
      at += 2u * groups;
      let sum = w0 + w1;
      let difference = w0 - w1;
      a0 += pair(x0, sum, difference);
      x0 >>= 2u;
      a1 += pair(x1, sum, difference);
      x1 >>= 2u;
      a2 += pair(x2, sum, difference);
      x2 >>= 2u;
      a3 += pair(x3, sum, difference);
      x3 >>= 2u;
      a4 += pair(x4, sum, difference);
      x4 >>= 2u;
      a5 += pair(x5, sum, difference);
      x5 >>= 2u;
      a6 += pair(x6, sum, difference);
      x6 >>= 2u;
      a7 += pair(x7, sum, difference);
      x7 >>= 2u;
    }
  }
  let out = (r * K + k) * groups + o;
  y[out] = a0;
  if (k + 1u < K) { y[out + 1u * groups] = a1; }
  if (k + 2u < K) { y[out + 2u * groups] = a2; }
  if (k + 3u < K) { y[out + 3u * groups] = a3; }
  if (k + 4u < K) { y[out + 4u * groups] = a4; }
  if (k + 5u < K) { y[out + 5u * groups] = a5; }
  if (k + 6u < K) { y[out + 6u * groups] = a6; }
  if (k + 7u < K) { y[out + 7u * groups] = a7; }
}

fn store(i: u32, value: vec4f) {
  if (dw_add == 1u) {
    dw[i] += value;
  } else {
    dw[i] = value;
  }
}

@compute @workgroup_size(64)
fn backward_w(@builtin(global_invocation_id) id: vec3u) {
  let groups = O / 4u;
  let tiles = (I + 15u) / 16u;
  let r = id.y;
  let o = id.x % groups;
  let tile = id.x / groups;
  let i = tile * 16u;
  let width = widths[r];
  let out = r * w_stride + o;
  if (tile == tiles) {
    var sum = vec4f();
    for (var k = 0u; k < K; k++) { sum += dy[(r * K + k) * groups + o]; }
    store(out + I * groups, sum);
  }
  if (i >= width) { return; }
  let row = r * K * X + i / 32u;
  let shift = i % 32u;
  var s0 = vec4f();
  var s1 = vec4f();
  var s2 = vec4f();
  var s3 = vec4f();
  var s4 = vec4f();
  var s5 = vec4f();
  var s6 = vec4f();
  var s7 = vec4f();
  var s8 = vec4f();
  var s9 = vec4f();
  var s10 = vec4f();
  var s11 = vec4f();
  var s12 = vec4f();
  var s13 = vec4f();
  var s14 = vec4f();
  var s15 = vec4f();
  for (var k = 0u; k < K; k++) {
    let word = x[row + k * X] >> shift;
    let g = dy[(r * K + k) * groups + o];
    let minus = -g;
    s0 += select(minus, g, (word & 0x1u) != 0u);
    s1 += select(minus, g, (word & 0x2u) != 0u);
    s2 += select(minus, g, (word & 0x4u) != 0u);
    s3 += select(minus, g, (word & 0x8u) != 0u);
    s4 += select(minus, g, (word & 0x10u) != 0u);
    s5 += select(minus, g, (word & 0x20u) != 0u);
    s6 += select(minus, g, (word & 0x40u) != 0u);
    s7 += select(minus, g, (word & 0x80u) != 0u);
    s8 += select(minus, g, (word & 0x100u) != 0u);
    s9 += select(minus, g, (word & 0x200u) != 0u);
    s10 += select(minus, g, (word & 0x400u) != 0u);
    s11 += select(minus, g, (word & 0x800u) != 0u);
    s12 += select(minus, g, (word & 0x1000u) != 0u);
    s13 += select(minus, g, (word & 0x2000u) != 0u);
    s14 += select(minus, g, (word & 0x4000u) != 0u);
    s15 += select(minus, g, (word & 0x8000u) != 0u);
  }
  var sums = array<vec4f, 16>(
    s0, s1, s2, s3, s4, s5, s6, s7,
    s8, s9, s10, s11, s12, s13, s14, s15
  );
  for (var j = 0u; j < min(16u, width - i); j++) { store(out + (i + j) * groups, sums[j]); }
}
