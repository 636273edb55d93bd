// uses lib/spin_layer
// critic/linear_bits  affine layer on packed spins; the last row of w is the bias
// math    y = s w + c, s = +1, -1 from bits;   dw = s^T dy, dc = sum_k dy
// grid    forward: 4 samples x 4 outputs per thread;  backward_w: 32 rows x 4 outputs per thread, samples in order
// reads   forward x widths w;  backward_w x widths dy
// writes  forward y =;  backward_w dw = or +=
// limits  O a multiple of 4; widths[r] <= I: inputs beyond it are absent and the gradient of their rows stays
//         untouched (zero); at most 4 storage buffers
// source  definition

override dw_add: u32;    // 1: add to dw, 0: overwrite

@group(0) @binding(4) var<storage, read> dy: array<vec4f>;          // (R, K, O / 4)
@group(0) @binding(5) var<storage, read_write> dw: array<vec4f>;    // (R, I + 1, O / 4)

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let groups = O / 4u;
  let r = id.y;
  let o = id.x % groups;
  let k = id.x / groups * 4u;
  if (k >= K) { return; }
  let width = widths[r];
  var at = r * w_stride + o;
  var a0 = w[at + I * groups];
  var a1 = a0;
  var a2 = a0;
  var a3 = a0;
  for (var i = 0u; i < width; i += 32u) {
    let word = i / 32u;
    var x0 = x[sample(r, k) + word];
    var x1 = x[sample(r, k + 1u) + word];
    var x2 = x[sample(r, k + 2u) + word];
    var x3 = x[sample(r, k + 3u) + word];
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
    }
  }
  store_y(r, k, o, a0);
  store_y(r, k + 1u, o, a1);
  store_y(r, k + 2u, o, a2);
  store_y(r, k + 3u, o, a3);
}

// s0 g0 + s1 g1 for the spins of two samples at one bit, from g0 + g1 and g0 - g1.
fn both(word: u32, unequal: u32, bit: u32, sum: vec4f, difference: vec4f) -> vec4f {
  return select(-1.0, 1.0, (word & bit) != 0u) * select(sum, difference, (unequal & bit) != 0u);
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
