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

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let groups = O / 4u;
  let r = id.y;
  let o = id.x % groups;
  let k = id.x / groups * 8u;
  if (k >= K) { return; }
  // Samples beyond the last one repeat it; only the store is guarded.
  let r0 = (r * K + min(k + 0u, K - 1u)) * X;
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
    for (var b = 0u; b < count; b++) {
      let wi = w[ws + (i + b) * groups];
      a0 += spin(x0) * wi;
      a1 += spin(x1) * wi;
      a2 += spin(x2) * wi;
      a3 += spin(x3) * wi;
      a4 += spin(x4) * wi;
      a5 += spin(x5) * wi;
      a6 += spin(x6) * wi;
      a7 += spin(x7) * wi;
      x0 >>= 1u;
      x1 >>= 1u;
      x2 >>= 1u;
      x3 >>= 1u;
      x4 >>= 1u;
      x5 >>= 1u;
      x6 >>= 1u;
      x7 >>= 1u;
    }
  }
  var sums = array<vec4f, 8>(a0, a1, a2, a3, a4, a5, a6, a7);
  for (var s = 0u; s < min(8u, K - k); s++) {
    y[(r * K + k + s) * groups + o] = sums[s];
  }
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
    s0 += spin(word) * g;
    s1 += spin(word >> 1u) * g;
    s2 += spin(word >> 2u) * g;
    s3 += spin(word >> 3u) * g;
    s4 += spin(word >> 4u) * g;
    s5 += spin(word >> 5u) * g;
    s6 += spin(word >> 6u) * g;
    s7 += spin(word >> 7u) * g;
    s8 += spin(word >> 8u) * g;
    s9 += spin(word >> 9u) * g;
    s10 += spin(word >> 10u) * g;
    s11 += spin(word >> 11u) * g;
    s12 += spin(word >> 12u) * g;
    s13 += spin(word >> 13u) * g;
    s14 += spin(word >> 14u) * g;
    s15 += spin(word >> 15u) * g;
  }
  var sums = array<vec4f, 16>(
    s0, s1, s2, s3, s4, s5, s6, s7,
    s8, s9, s10, s11, s12, s13, s14, s15
  );
  for (var j = 0u; j < min(16u, width - i); j++) { store(out + (i + j) * groups, sums[j]); }
}
