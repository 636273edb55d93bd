// uses lib/spin_layer
// critic/linear_bits_tall  forward pass of critic/linear_bits with tall tiles, for software adapters
// math    y = s w + c, s = +1, -1 from bits
// grid    forward: 25 samples x 4 outputs per thread: on such adapters a load costs more than a dozen products
// reads   forward x widths w
// writes  forward y =
// limits  O a multiple of 4; widths[r] <= I; at most 4 storage buffers
// source  definition

// Workgroups of 16, two vectors of a software adapter, so that one replica's minibatch is enough for two cores.
@compute @workgroup_size(16)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let groups = O / 4u;
  let r = id.y;
  let o = id.x % groups;
  let k = id.x / groups * 25u;
  if (k >= K) { return; }
  let width = widths[r];
  var at = r * w_stride + o;
  var a0 = w[at + I * groups];
  var a1 = a0;
  var a2 = a0;
  var a3 = a0;
  var a4 = a0;
  var a5 = a0;
  var a6 = a0;
  var a7 = a0;
  var a8 = a0;
  var a9 = a0;
  var a10 = a0;
  var a11 = a0;
  var a12 = a0;
  var a13 = a0;
  var a14 = a0;
  var a15 = a0;
  var a16 = a0;
  var a17 = a0;
  var a18 = a0;
  var a19 = a0;
  var a20 = a0;
  var a21 = a0;
  var a22 = a0;
  var a23 = a0;
  var a24 = a0;
  for (var i = 0u; i < width; i += 32u) {
    let word = i / 32u;
    var x0 = x[sample(r, k) + word];
    var x1 = x[sample(r, k + 1u) + word];
    var x2 = x[sample(r, k + 2u) + word];
    var x3 = x[sample(r, k + 3u) + word];
    var x4 = x[sample(r, k + 4u) + word];
    var x5 = x[sample(r, k + 5u) + word];
    var x6 = x[sample(r, k + 6u) + word];
    var x7 = x[sample(r, k + 7u) + word];
    var x8 = x[sample(r, k + 8u) + word];
    var x9 = x[sample(r, k + 9u) + word];
    var x10 = x[sample(r, k + 10u) + word];
    var x11 = x[sample(r, k + 11u) + word];
    var x12 = x[sample(r, k + 12u) + word];
    var x13 = x[sample(r, k + 13u) + word];
    var x14 = x[sample(r, k + 14u) + word];
    var x15 = x[sample(r, k + 15u) + word];
    var x16 = x[sample(r, k + 16u) + word];
    var x17 = x[sample(r, k + 17u) + word];
    var x18 = x[sample(r, k + 18u) + word];
    var x19 = x[sample(r, k + 19u) + word];
    var x20 = x[sample(r, k + 20u) + word];
    var x21 = x[sample(r, k + 21u) + word];
    var x22 = x[sample(r, k + 22u) + word];
    var x23 = x[sample(r, k + 23u) + word];
    var x24 = x[sample(r, k + 24u) + word];
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
  store_y(r, k, o, a0);
  store_y(r, k + 1u, o, a1);
  store_y(r, k + 2u, o, a2);
  store_y(r, k + 3u, o, a3);
  store_y(r, k + 4u, o, a4);
  store_y(r, k + 5u, o, a5);
  store_y(r, k + 6u, o, a6);
  store_y(r, k + 7u, o, a7);
  store_y(r, k + 8u, o, a8);
  store_y(r, k + 9u, o, a9);
  store_y(r, k + 10u, o, a10);
  store_y(r, k + 11u, o, a11);
  store_y(r, k + 12u, o, a12);
  store_y(r, k + 13u, o, a13);
  store_y(r, k + 14u, o, a14);
  store_y(r, k + 15u, o, a15);
  store_y(r, k + 16u, o, a16);
  store_y(r, k + 17u, o, a17);
  store_y(r, k + 18u, o, a18);
  store_y(r, k + 19u, o, a19);
  store_y(r, k + 20u, o, a20);
  store_y(r, k + 21u, o, a21);
  store_y(r, k + 22u, o, a22);
  store_y(r, k + 23u, o, a23);
  store_y(r, k + 24u, o, a24);
}
