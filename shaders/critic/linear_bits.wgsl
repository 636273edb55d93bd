// critic/linear_bits  affine layer on packed spins; the last row of w is the bias
// math    y = s w + c, s = +1, -1 from bits;   dw = s^T dy, dc = sum_k dy
// grid    forward: 16 samples x 4 outputs per thread;  backward_w: 32 rows x 4 outputs per thread, samples in order;
//         tiles this large because a load costs software adapters more than a product
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

@compute @workgroup_size(32)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let groups = O / 4u;
  let r = id.y;
  let o = id.x % groups;
  let k = id.x / groups * 16u;
  if (k >= K) { return; }
  let r0 = (r * K + k) * X;
  let r1 = (r * K + min(k + 1u, K - 1u)) * X;
  let r2 = (r * K + min(k + 2u, K - 1u)) * X;
  let r3 = (r * K + min(k + 3u, K - 1u)) * X;
  let r4 = (r * K + min(k + 4u, K - 1u)) * X;
  let r5 = (r * K + min(k + 5u, K - 1u)) * X;
  let r6 = (r * K + min(k + 6u, K - 1u)) * X;
  let r7 = (r * K + min(k + 7u, K - 1u)) * X;
  let r8 = (r * K + min(k + 8u, K - 1u)) * X;
  let r9 = (r * K + min(k + 9u, K - 1u)) * X;
  let r10 = (r * K + min(k + 10u, K - 1u)) * X;
  let r11 = (r * K + min(k + 11u, K - 1u)) * X;
  let r12 = (r * K + min(k + 12u, K - 1u)) * X;
  let r13 = (r * K + min(k + 13u, K - 1u)) * X;
  let r14 = (r * K + min(k + 14u, K - 1u)) * X;
  let r15 = (r * K + min(k + 15u, K - 1u)) * X;
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
  var a8 = bias;
  var a9 = bias;
  var a10 = bias;
  var a11 = bias;
  var a12 = bias;
  var a13 = bias;
  var a14 = bias;
  var a15 = bias;
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
    var x8 = x[r8 + word];
    var x9 = x[r9 + word];
    var x10 = x[r10 + word];
    var x11 = x[r11 + word];
    var x12 = x[r12 + word];
    var x13 = x[r13 + word];
    var x14 = x[r14 + word];
    var x15 = x[r15 + word];
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
      a8 += pair(x8, sum, difference);
      x8 >>= 2u;
      a9 += pair(x9, sum, difference);
      x9 >>= 2u;
      a10 += pair(x10, sum, difference);
      x10 >>= 2u;
      a11 += pair(x11, sum, difference);
      x11 >>= 2u;
      a12 += pair(x12, sum, difference);
      x12 >>= 2u;
      a13 += pair(x13, sum, difference);
      x13 >>= 2u;
      a14 += pair(x14, sum, difference);
      x14 >>= 2u;
      a15 += pair(x15, sum, difference);
      x15 >>= 2u;
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
  if (k + 8u < K) { y[out + 8u * groups] = a8; }
  if (k + 9u < K) { y[out + 9u * groups] = a9; }
  if (k + 10u < K) { y[out + 10u * groups] = a10; }
  if (k + 11u < K) { y[out + 11u * groups] = a11; }
  if (k + 12u < K) { y[out + 12u * groups] = a12; }
  if (k + 13u < K) { y[out + 13u * groups] = a13; }
  if (k + 14u < K) { y[out + 14u * groups] = a14; }
  if (k + 15u < K) { y[out + 15u * groups] = a15; }
}

fn store(i: u32, value: vec4f) {
  if (dw_add == 1u) {
    dw[i] += value;
  } else {
    dw[i] = value;
  }
}

@compute @workgroup_size(32)
fn backward_w(@builtin(global_invocation_id) id: vec3u) {
  let groups = O / 4u;
  let tiles = (I + 31u) / 32u;
  let r = id.y;
  let o = id.x % groups;
  let tile = id.x / groups;
  let i = tile * 32u;
  let width = widths[r];
  let out = r * w_stride + o;
  if (tile == tiles) {
    var sum = vec4f();
    for (var k = 0u; k < K; k++) { sum += dy[(r * K + k) * groups + o]; }
    store(out + I * groups, sum);
  }
  if (i >= width) { return; }
  // One word of every sample: 32 rows.
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
  var s16 = vec4f();
  var s17 = vec4f();
  var s18 = vec4f();
  var s19 = vec4f();
  var s20 = vec4f();
  var s21 = vec4f();
  var s22 = vec4f();
  var s23 = vec4f();
  var s24 = vec4f();
  var s25 = vec4f();
  var s26 = vec4f();
  var s27 = vec4f();
  var s28 = vec4f();
  var s29 = vec4f();
  var s30 = vec4f();
  var s31 = vec4f();
  for (var k = 0u; k < K; k++) {
    let word = x[(r * K + k) * X + tile];
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
    s16 += select(minus, g, (word & 0x10000u) != 0u);
    s17 += select(minus, g, (word & 0x20000u) != 0u);
    s18 += select(minus, g, (word & 0x40000u) != 0u);
    s19 += select(minus, g, (word & 0x80000u) != 0u);
    s20 += select(minus, g, (word & 0x100000u) != 0u);
    s21 += select(minus, g, (word & 0x200000u) != 0u);
    s22 += select(minus, g, (word & 0x400000u) != 0u);
    s23 += select(minus, g, (word & 0x800000u) != 0u);
    s24 += select(minus, g, (word & 0x1000000u) != 0u);
    s25 += select(minus, g, (word & 0x2000000u) != 0u);
    s26 += select(minus, g, (word & 0x4000000u) != 0u);
    s27 += select(minus, g, (word & 0x8000000u) != 0u);
    s28 += select(minus, g, (word & 0x10000000u) != 0u);
    s29 += select(minus, g, (word & 0x20000000u) != 0u);
    s30 += select(minus, g, (word & 0x40000000u) != 0u);
    s31 += select(minus, g, (word & 0x80000000u) != 0u);
  }
  let at = out + i * groups;
  store(at, s0);
  if (i + 1u < width) { store(at + 1u * groups, s1); }
  if (i + 2u < width) { store(at + 2u * groups, s2); }
  if (i + 3u < width) { store(at + 3u * groups, s3); }
  if (i + 4u < width) { store(at + 4u * groups, s4); }
  if (i + 5u < width) { store(at + 5u * groups, s5); }
  if (i + 6u < width) { store(at + 6u * groups, s6); }
  if (i + 7u < width) { store(at + 7u * groups, s7); }
  if (i + 8u < width) { store(at + 8u * groups, s8); }
  if (i + 9u < width) { store(at + 9u * groups, s9); }
  if (i + 10u < width) { store(at + 10u * groups, s10); }
  if (i + 11u < width) { store(at + 11u * groups, s11); }
  if (i + 12u < width) { store(at + 12u * groups, s12); }
  if (i + 13u < width) { store(at + 13u * groups, s13); }
  if (i + 14u < width) { store(at + 14u * groups, s14); }
  if (i + 15u < width) { store(at + 15u * groups, s15); }
  if (i + 16u < width) { store(at + 16u * groups, s16); }
  if (i + 17u < width) { store(at + 17u * groups, s17); }
  if (i + 18u < width) { store(at + 18u * groups, s18); }
  if (i + 19u < width) { store(at + 19u * groups, s19); }
  if (i + 20u < width) { store(at + 20u * groups, s20); }
  if (i + 21u < width) { store(at + 21u * groups, s21); }
  if (i + 22u < width) { store(at + 22u * groups, s22); }
  if (i + 23u < width) { store(at + 23u * groups, s23); }
  if (i + 24u < width) { store(at + 24u * groups, s24); }
  if (i + 25u < width) { store(at + 25u * groups, s25); }
  if (i + 26u < width) { store(at + 26u * groups, s26); }
  if (i + 27u < width) { store(at + 27u * groups, s27); }
  if (i + 28u < width) { store(at + 28u * groups, s28); }
  if (i + 29u < width) { store(at + 29u * groups, s29); }
  if (i + 30u < width) { store(at + 30u * groups, s30); }
  if (i + 31u < width) { store(at + 31u * groups, s31); }
}
