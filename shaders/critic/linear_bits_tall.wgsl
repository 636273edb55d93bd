// uses lib/spin_layer
// critic/linear_bits_tall  critic/linear_bits for software adapters: tall tiles, and pairs of products
// math    y = s w + c, s = +1, -1 from bits;   dw = s^T dy, dc = sum_k dy;   s0 w0 + s1 w1 = s0 (w0 + w1) or s0 (w0 - w1)
// grid    forward: 25 samples x 4 outputs per thread: on such adapters a load costs more than a dozen products;
//         backward_w: 32 rows x 4 outputs per thread, samples in order
// reads   forward x widths w sizes;  backward_w x widths dy sizes
// writes  forward y =;  backward_w dw = or +=
// limits  O a multiple of 4; widths[r] <= I, as in critic/linear_bits; at most 4 storage buffers
// source  definition

// K samples; I inputs, the most of any replica: row I of w is the bias; X words of a packed row of x; O outputs; w_stride vec4s between the
// weights of neighbouring replicas; dw_add 1: add to dw, 0: overwrite. No constants: compiling takes longer than a short training.
struct Sizes { K: u32, I: u32, X: u32, O: u32, w_stride: u32, dw_add: u32 }

@group(0) @binding(4) var<storage, read> dy: array<vec4f>;          // (R, K, O / 4)
@group(0) @binding(5) var<storage, read_write> dw: array<vec4f>;    // (R, I + 1, O / 4)
@group(0) @binding(6) var<uniform> sizes: Sizes;

// The spin in the lowest bit of a word.
fn spin(word: u32) -> f32 {
  return select(-1.0, 1.0, (word & 1u) == 1u);
}

// s0 w0 + s1 w1 for the two lowest spins of a word, from w0 + w1 and w0 - w1: less than two products.
fn pair(word: u32, sum: vec4f, difference: vec4f) -> vec4f {
  return spin(word) * select(difference, sum, (((word >> 1u) ^ word) & 1u) == 0u);
}

// Row of w, or zero for a row of an absent input, which may lie beyond the end of w and is not read.
fn row(at: u32, live: bool) -> vec4f {
  return select(vec4f(), w[select(0u, at, live)], live);
}

// Workgroups of 16, two vectors of a software adapter, so that one replica's minibatch is enough for two cores.
@compute @workgroup_size(16)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let K = sizes.K;
  let X = sizes.X;
  let groups = sizes.O / 4u;
  let r = id.y;
  let o = id.x % groups;
  let k = id.x / groups * 25u;
  if (k >= K) { return; }
  let width = widths[r];
  var at = r * sizes.w_stride + o;
  var a0 = w[at + sizes.I * groups];
  var a1 = a0; var a2 = a0; var a3 = a0; var a4 = a0; var a5 = a0; var a6 = a0;
  var a7 = a0; var a8 = a0; var a9 = a0; var a10 = a0; var a11 = a0; var a12 = a0;
  var a13 = a0; var a14 = a0; var a15 = a0; var a16 = a0; var a17 = a0; var a18 = a0;
  var a19 = a0; var a20 = a0; var a21 = a0; var a22 = a0; var a23 = a0; var a24 = a0;
  for (var i = 0u; i < width; i += 32u) {
    let word = i / 32u;
    var x0 = x[sample_of(r, k, K, X) + word];
    var x1 = x[sample_of(r, k + 1u, K, X) + word];
    var x2 = x[sample_of(r, k + 2u, K, X) + word];
    var x3 = x[sample_of(r, k + 3u, K, X) + word];
    var x4 = x[sample_of(r, k + 4u, K, X) + word];
    var x5 = x[sample_of(r, k + 5u, K, X) + word];
    var x6 = x[sample_of(r, k + 6u, K, X) + word];
    var x7 = x[sample_of(r, k + 7u, K, X) + word];
    var x8 = x[sample_of(r, k + 8u, K, X) + word];
    var x9 = x[sample_of(r, k + 9u, K, X) + word];
    var x10 = x[sample_of(r, k + 10u, K, X) + word];
    var x11 = x[sample_of(r, k + 11u, K, X) + word];
    var x12 = x[sample_of(r, k + 12u, K, X) + word];
    var x13 = x[sample_of(r, k + 13u, K, X) + word];
    var x14 = x[sample_of(r, k + 14u, K, X) + word];
    var x15 = x[sample_of(r, k + 15u, K, X) + word];
    var x16 = x[sample_of(r, k + 16u, K, X) + word];
    var x17 = x[sample_of(r, k + 17u, K, X) + word];
    var x18 = x[sample_of(r, k + 18u, K, X) + word];
    var x19 = x[sample_of(r, k + 19u, K, X) + word];
    var x20 = x[sample_of(r, k + 20u, K, X) + word];
    var x21 = x[sample_of(r, k + 21u, K, X) + word];
    var x22 = x[sample_of(r, k + 22u, K, X) + word];
    var x23 = x[sample_of(r, k + 23u, K, X) + word];
    var x24 = x[sample_of(r, k + 24u, K, X) + word];
    let count = min(32u, width - i);
    for (var b = 0u; b < count; b += 4u) {
      let w0 = w[at];
      let w1 = row(at + groups, b + 1u < count);
      let w2 = row(at + 2u * groups, b + 2u < count);
      let w3 = row(at + 3u * groups, b + 3u < count);
      at += 4u * groups;
      let s = w0 + w1;
      let d = w0 - w1;
      let t = w2 + w3;
      let e = w2 - w3;
      a0 += pair(x0, s, d) + pair(x0 >> 2u, t, e); x0 >>= 4u;
      a1 += pair(x1, s, d) + pair(x1 >> 2u, t, e); x1 >>= 4u;
      a2 += pair(x2, s, d) + pair(x2 >> 2u, t, e); x2 >>= 4u;
      a3 += pair(x3, s, d) + pair(x3 >> 2u, t, e); x3 >>= 4u;
      a4 += pair(x4, s, d) + pair(x4 >> 2u, t, e); x4 >>= 4u;
      a5 += pair(x5, s, d) + pair(x5 >> 2u, t, e); x5 >>= 4u;
      a6 += pair(x6, s, d) + pair(x6 >> 2u, t, e); x6 >>= 4u;
      a7 += pair(x7, s, d) + pair(x7 >> 2u, t, e); x7 >>= 4u;
      a8 += pair(x8, s, d) + pair(x8 >> 2u, t, e); x8 >>= 4u;
      a9 += pair(x9, s, d) + pair(x9 >> 2u, t, e); x9 >>= 4u;
      a10 += pair(x10, s, d) + pair(x10 >> 2u, t, e); x10 >>= 4u;
      a11 += pair(x11, s, d) + pair(x11 >> 2u, t, e); x11 >>= 4u;
      a12 += pair(x12, s, d) + pair(x12 >> 2u, t, e); x12 >>= 4u;
      a13 += pair(x13, s, d) + pair(x13 >> 2u, t, e); x13 >>= 4u;
      a14 += pair(x14, s, d) + pair(x14 >> 2u, t, e); x14 >>= 4u;
      a15 += pair(x15, s, d) + pair(x15 >> 2u, t, e); x15 >>= 4u;
      a16 += pair(x16, s, d) + pair(x16 >> 2u, t, e); x16 >>= 4u;
      a17 += pair(x17, s, d) + pair(x17 >> 2u, t, e); x17 >>= 4u;
      a18 += pair(x18, s, d) + pair(x18 >> 2u, t, e); x18 >>= 4u;
      a19 += pair(x19, s, d) + pair(x19 >> 2u, t, e); x19 >>= 4u;
      a20 += pair(x20, s, d) + pair(x20 >> 2u, t, e); x20 >>= 4u;
      a21 += pair(x21, s, d) + pair(x21 >> 2u, t, e); x21 >>= 4u;
      a22 += pair(x22, s, d) + pair(x22 >> 2u, t, e); x22 >>= 4u;
      a23 += pair(x23, s, d) + pair(x23 >> 2u, t, e); x23 >>= 4u;
      a24 += pair(x24, s, d) + pair(x24 >> 2u, t, e); x24 >>= 4u;
    }
  }
  store_of(r, k, o, K, groups, a0);
  store_of(r, k + 1u, o, K, groups, a1);
  store_of(r, k + 2u, o, K, groups, a2);
  store_of(r, k + 3u, o, K, groups, a3);
  store_of(r, k + 4u, o, K, groups, a4);
  store_of(r, k + 5u, o, K, groups, a5);
  store_of(r, k + 6u, o, K, groups, a6);
  store_of(r, k + 7u, o, K, groups, a7);
  store_of(r, k + 8u, o, K, groups, a8);
  store_of(r, k + 9u, o, K, groups, a9);
  store_of(r, k + 10u, o, K, groups, a10);
  store_of(r, k + 11u, o, K, groups, a11);
  store_of(r, k + 12u, o, K, groups, a12);
  store_of(r, k + 13u, o, K, groups, a13);
  store_of(r, k + 14u, o, K, groups, a14);
  store_of(r, k + 15u, o, K, groups, a15);
  store_of(r, k + 16u, o, K, groups, a16);
  store_of(r, k + 17u, o, K, groups, a17);
  store_of(r, k + 18u, o, K, groups, a18);
  store_of(r, k + 19u, o, K, groups, a19);
  store_of(r, k + 20u, o, K, groups, a20);
  store_of(r, k + 21u, o, K, groups, a21);
  store_of(r, k + 22u, o, K, groups, a22);
  store_of(r, k + 23u, o, K, groups, a23);
  store_of(r, k + 24u, o, K, groups, a24);
}

// s0 g0 + s1 g1 for the spins of two samples at one bit, from g0 + g1 and g0 - g1.
fn both(word: u32, unequal: u32, bit: u32, sum: vec4f, difference: vec4f) -> vec4f {
  return select(-1.0, 1.0, (word & bit) != 0u) * select(sum, difference, (unequal & bit) != 0u);
}

fn store(i: u32, value: vec4f) {
  if (sizes.dw_add == 1u) { dw[i] += value; } else { dw[i] = value; }
}

@compute @workgroup_size(32)
fn backward_w(@builtin(global_invocation_id) id: vec3u) {
  let K = sizes.K;
  let X = sizes.X;
  let I = sizes.I;
  let groups = sizes.O / 4u;
  let tiles = (I + 31u) / 32u;
  let r = id.y;
  let o = id.x % groups;
  let tile = id.x / groups;
  let i = tile * 32u;
  let width = widths[r];
  let out = r * sizes.w_stride + o;
  if (tile == tiles) {
    var sum = vec4f();
    for (var k = 0u; k < K; k++) { sum += dy[(r * K + k) * groups + o]; }
    store(out + I * groups, sum);
  }
  if (i >= width) { return; }
  // One word of every sample: 32 rows. Samples are processed in fours, which costs less than four products; those beyond
  // the last one have zero gradient.
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
  for (var k = 0u; k < K; k += 4u) {
    let k0 = r * K + k;
    let k1 = r * K + min(k + 1u, K - 1u);
    let k2 = r * K + min(k + 2u, K - 1u);
    let k3 = r * K + min(k + 3u, K - 1u);
    let g0 = dy[k0 * groups + o];
    let g1 = select(vec4f(), dy[k1 * groups + o], k + 1u < K);
    let g2 = select(vec4f(), dy[k2 * groups + o], k + 2u < K);
    let g3 = select(vec4f(), dy[k3 * groups + o], k + 3u < K);
    let a = x[k0 * X + tile];
    let b = x[k2 * X + tile];
    let c = a ^ x[k1 * X + tile];
    let d = b ^ x[k3 * X + tile];
    let p = g0 + g1;
    let m = g0 - g1;
    let q = g2 + g3;
    let n = g2 - g3;
    s0 += both(a, c, 0x1u, p, m) + both(b, d, 0x1u, q, n);
    s1 += both(a, c, 0x2u, p, m) + both(b, d, 0x2u, q, n);
    s2 += both(a, c, 0x4u, p, m) + both(b, d, 0x4u, q, n);
    s3 += both(a, c, 0x8u, p, m) + both(b, d, 0x8u, q, n);
    s4 += both(a, c, 0x10u, p, m) + both(b, d, 0x10u, q, n);
    s5 += both(a, c, 0x20u, p, m) + both(b, d, 0x20u, q, n);
    s6 += both(a, c, 0x40u, p, m) + both(b, d, 0x40u, q, n);
    s7 += both(a, c, 0x80u, p, m) + both(b, d, 0x80u, q, n);
    s8 += both(a, c, 0x100u, p, m) + both(b, d, 0x100u, q, n);
    s9 += both(a, c, 0x200u, p, m) + both(b, d, 0x200u, q, n);
    s10 += both(a, c, 0x400u, p, m) + both(b, d, 0x400u, q, n);
    s11 += both(a, c, 0x800u, p, m) + both(b, d, 0x800u, q, n);
    s12 += both(a, c, 0x1000u, p, m) + both(b, d, 0x1000u, q, n);
    s13 += both(a, c, 0x2000u, p, m) + both(b, d, 0x2000u, q, n);
    s14 += both(a, c, 0x4000u, p, m) + both(b, d, 0x4000u, q, n);
    s15 += both(a, c, 0x8000u, p, m) + both(b, d, 0x8000u, q, n);
    s16 += both(a, c, 0x10000u, p, m) + both(b, d, 0x10000u, q, n);
    s17 += both(a, c, 0x20000u, p, m) + both(b, d, 0x20000u, q, n);
    s18 += both(a, c, 0x40000u, p, m) + both(b, d, 0x40000u, q, n);
    s19 += both(a, c, 0x80000u, p, m) + both(b, d, 0x80000u, q, n);
    s20 += both(a, c, 0x100000u, p, m) + both(b, d, 0x100000u, q, n);
    s21 += both(a, c, 0x200000u, p, m) + both(b, d, 0x200000u, q, n);
    s22 += both(a, c, 0x400000u, p, m) + both(b, d, 0x400000u, q, n);
    s23 += both(a, c, 0x800000u, p, m) + both(b, d, 0x800000u, q, n);
    s24 += both(a, c, 0x1000000u, p, m) + both(b, d, 0x1000000u, q, n);
    s25 += both(a, c, 0x2000000u, p, m) + both(b, d, 0x2000000u, q, n);
    s26 += both(a, c, 0x4000000u, p, m) + both(b, d, 0x4000000u, q, n);
    s27 += both(a, c, 0x8000000u, p, m) + both(b, d, 0x8000000u, q, n);
    s28 += both(a, c, 0x10000000u, p, m) + both(b, d, 0x10000000u, q, n);
    s29 += both(a, c, 0x20000000u, p, m) + both(b, d, 0x20000000u, q, n);
    s30 += both(a, c, 0x40000000u, p, m) + both(b, d, 0x40000000u, q, n);
    s31 += both(a, c, 0x80000000u, p, m) + both(b, d, 0x80000000u, q, n);
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
