// uses lib/chunks
// critic/linear  affine layer with optional relu on its input; the last row of w is the bias
// math    y = f(x) w + c, f = identity or relu;   dx = f'(x) (dy w^T);   dw = f(x)^T dy, dc = sum_k dy
// grid    forward: a tile of samples x 8 outputs per thread;  backward_x: 4 samples x 4 inputs per thread, or 4 values of dx in
//         their order if I is no multiple of 4;  backward_w: a tile of rows x 8 outputs per SPLIT threads, which share the samples;
//         backward: both, whole workgroups of each.  Tiles have 4 rows; 8 if SPLIT is 1, on software adapters, where a load costs
//         more than a dozen products
// reads   forward x w sizes;  backward x w dy sizes;  backward_x x w dy sizes;  backward_w x dy sizes
// writes  forward y =;  backward dx dw = or +=;  backward_x dx = or +=;  backward_w dw = or +=
// limits  O a multiple of 4; at most 5 storage buffers
// source  definition

override K: u32;         // samples
override I: u32;         // inputs
override O: u32;         // outputs
override RELU: u32;      // 1: relu on the input
override dx_add: u32;    // 1: add to dx, 0: overwrite
override dw_add: u32;    // 1: add to dw, 0: overwrite

// R replicas; w_stride vec4s between the weights of neighbouring replicas. No constants: they bound no loop, and each ensemble has others.
struct Sizes { R: u32, w_stride: u32 }

@group(0) @binding(0) var<storage, read> x: array<vec4f>;           // (R, K, I) in vec4s, across rows if I is no multiple of 4
@group(0) @binding(1) var<storage, read> w: array<vec4f>;           // (R, I + 1, O / 4)
@group(0) @binding(2) var<storage, read_write> y: array<vec4f>;     // (R, K, O / 4)
@group(0) @binding(3) var<storage, read> dy: array<vec4f>;          // (R, K, O / 4)
@group(0) @binding(4) var<storage, read_write> dx: array<vec4f>;    // as x
@group(0) @binding(5) var<storage, read_write> dw: array<vec4f>;    // (R, I + 1, O / 4)
@group(0) @binding(6) var<uniform> sizes: Sizes;

// Sums of a tile: rows 0 to 7, of which SPLIT > 1 uses four, by two vec4s of outputs.
struct Tile {
  a0: vec4f, b0: vec4f, a1: vec4f, b1: vec4f, a2: vec4f, b2: vec4f, a3: vec4f, b3: vec4f,
  a4: vec4f, b4: vec4f, a5: vec4f, b5: vec4f, a6: vec4f, b6: vec4f, a7: vec4f, b7: vec4f,
}

fn rows_of_tile() -> u32 {
  return select(4u, 8u, SPLIT == 1u);
}

// Adds the products of what the rows have, p those of rows 0 to 3 and q of 4 to 7, with two vec4s of outputs.
fn accumulate(t: ptr<function, Tile>, p: vec4f, q: vec4f, a: vec4f, b: vec4f) {
  (*t).a0 += p.x * a;
  (*t).b0 += p.x * b;
  (*t).a1 += p.y * a;
  (*t).b1 += p.y * b;
  (*t).a2 += p.z * a;
  (*t).b2 += p.z * b;
  (*t).a3 += p.w * a;
  (*t).b3 += p.w * b;
  if (SPLIT > 1u) { return; }
  (*t).a4 += q.x * a;
  (*t).b4 += q.x * b;
  (*t).a5 += q.y * a;
  (*t).b5 += q.y * b;
  (*t).a6 += q.z * a;
  (*t).b6 += q.z * b;
  (*t).a7 += q.w * a;
  (*t).b7 += q.w * b;
}

// Inputs after their activation: number i, and the vec4 from i on.
fn activated(i: u32) -> f32 {
  let value = x[i / 4u][i % 4u];
  return select(value, max(value, 0.0), RELU == 1u);
}

fn activated4(i: u32) -> vec4f {
  let value = x[i / 4u];
  return select(value, max(value, vec4f()), RELU == 1u);
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
  let k = id.x / tiles_of_outputs() * rows_of_tile();
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
  var at = r * sizes.w_stride + o;
  let a = w[at + I * groups];
  let b = w[at + I * groups + next];
  var t = Tile(a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b);
  if (SPLIT > 1u && I % 4u == 0u) {
    for (var i = 0u; i < I; i += 4u) {
      let p = transpose(mat4x4f(activated4(r0 + i), activated4(r1 + i), activated4(r2 + i), activated4(r3 + i)));
      let none = vec4f();
      accumulate(&t, p[0], none, w[at], w[at + next]);
      accumulate(&t, p[1], none, w[at + groups], w[at + groups + next]);
      accumulate(&t, p[2], none, w[at + 2u * groups], w[at + 2u * groups + next]);
      accumulate(&t, p[3], none, w[at + 3u * groups], w[at + 3u * groups + next]);
      at += 4u * groups;
    }
  } else {
    for (var i = 0u; i < I; i++) {
      let p = vec4f(activated(r0 + i), activated(r1 + i), activated(r2 + i), activated(r3 + i));
      var q = vec4f();
      if (SPLIT == 1u) { q = vec4f(activated(r4 + i), activated(r5 + i), activated(r6 + i), activated(r7 + i)); }
      accumulate(&t, p, q, w[at], w[at + next]);
      at += groups;
    }
  }
  store_y(r, k + 0u, o, t.a0, t.b0);
  store_y(r, k + 1u, o, t.a1, t.b1);
  store_y(r, k + 2u, o, t.a2, t.b2);
  store_y(r, k + 3u, o, t.a3, t.b3);
  if (SPLIT > 1u) { return; }
  store_y(r, k + 4u, o, t.a4, t.b4);
  store_y(r, k + 5u, o, t.a5, t.b5);
  store_y(r, k + 6u, o, t.a6, t.b6);
  store_y(r, k + 7u, o, t.a7, t.b7);
}

fn store_y(r: u32, k: u32, o: u32, a: vec4f, b: vec4f) {
  if (k >= K) { return; }
  let out = (r * K + k) * (O / 4u) + o;
  y[out] = a;
  if (o + 1u < O / 4u) { y[out + 1u] = b; }
}

// Gradient of the input, number `part` of a replica.
fn input_part(part: u32, r: u32) {
  if (I % 4u == 0u) { input_tile(part, r); } else { input_run(part, r); }
}

// Four samples by four inputs.
fn input_tile(tile: u32, r: u32) {
  let groups = O / 4u;
  let tiles = I / 4u;
  let i = tile % tiles * 4u;
  let k = tile / tiles * 4u;
  if (k >= K) { return; }
  let g0 = (r * K + k) * groups;
  let g1 = (r * K + min(k + 1u, K - 1u)) * groups;
  let g2 = (r * K + min(k + 2u, K - 1u)) * groups;
  let g3 = (r * K + min(k + 3u, K - 1u)) * groups;
  let row = r * sizes.w_stride + i * groups;
  var s0 = vec4f();
  var s1 = vec4f();
  var s2 = vec4f();
  var s3 = vec4f();
  for (var o = 0u; o < groups; o++) {
    let m = mat4x4f(w[row + o], w[row + groups + o], w[row + 2u * groups + o], w[row + 3u * groups + o]);
    s0 += dy[g0 + o] * m;
    s1 += dy[g1 + o] * m;
    s2 += dy[g2 + o] * m;
    s3 += dy[g3 + o] * m;
  }
  let out = ((r * K + k) * I + i) / 4u;
  store_x(out, s0);
  if (k + 1u < K) { store_x(out + tiles, s1); }
  if (k + 2u < K) { store_x(out + 2u * tiles, s2); }
  if (k + 3u < K) { store_x(out + 3u * tiles, s3); }
}

// One vec4 of dx, whose values may belong to two samples or replicas: that of its first value computes it.
fn input_run(part: u32, r: u32) {
  let all = sizes.R * K * I;
  let at = (r * K * I + 3u) / 4u + part;
  if (4u * at >= (r + 1u) * K * I) { return; }
  var g = vec4f();
  for (var j = 0u; j < 4u; j++) {
    // Behind the last value the last one is repeated; what is there stays.
    let e = min(4u * at + j, all - 1u);
    let sample = e / I;
    let row = sample / K * sizes.w_stride + e % I * (O / 4u);
    var sum = 0.0;
    for (var o = 0u; o < O / 4u; o++) { sum += dot(dy[sample * (O / 4u) + o], w[row + o]); }
    g = vec4f(g.yzw, sum);
  }
  let live = vec4u(4u * at) + vec4u(0u, 1u, 2u, 3u) < vec4u(all);
  dx[at] = select(dx[at], gradient(at, g), live);
}

// What becomes of a vec4 of dx, whose contribution is masked by relu.
fn gradient(at: u32, value: vec4f) -> vec4f {
  let own = select(value, select(value, vec4f(), x[at] <= vec4f()), RELU == 1u);
  return select(own, dx[at] + own, dx_add == 1u);
}

fn store_x(at: u32, value: vec4f) {
  dx[at] = gradient(at, value);
}

// The inputs of rows i to i + 3 of w; that of the bias row is 1, and rows beyond it do not count.
fn inputs(row: u32, i: u32) -> vec4f {
  if (I % 4u == 0u) { return select(activated4(row + min(i, I - 4u)), vec4f(1.0), i >= I); }
  let at = min(vec4u(i) + vec4u(0u, 1u, 2u, 3u), vec4u(I - 1u)) + row;
  let values = vec4f(activated(at.x), activated(at.y), activated(at.z), activated(at.w));
  return select(values, vec4f(1.0), vec4u(i) + vec4u(0u, 1u, 2u, 3u) >= vec4u(I));
}

// Gradient of the weights for the tiles of a workgroup.
fn weight_tiles(group: u32, lane: u32, r: u32) {
  let groups = O / 4u;
  let tile = group * sums() + lane % sums();
  let o = tile % tiles_of_outputs() * 2u;
  let i = tile / tiles_of_outputs() * rows_of_tile();
  let next = select(0u, 1u, o + 1u < groups);
  var t = Tile();
  if (i <= I) {
    for (var k = lane / sums(); k < K; k += SPLIT) {
      let row = (r * K + k) * I;
      let at = (r * K + k) * groups + o;
      var q = vec4f();
      if (SPLIT == 1u) { q = inputs(row, i + 4u); }
      accumulate(&t, inputs(row, i), q, dy[at], dy[at + next]);
    }
  }
  if (SPLIT == 1u) {
    store_w(r, i + 0u, o, t.a0); store_w(r, i + 0u, o + 1u, t.b0);
    store_w(r, i + 1u, o, t.a1); store_w(r, i + 1u, o + 1u, t.b1);
    store_w(r, i + 2u, o, t.a2); store_w(r, i + 2u, o + 1u, t.b2);
    store_w(r, i + 3u, o, t.a3); store_w(r, i + 3u, o + 1u, t.b3);
    store_w(r, i + 4u, o, t.a4); store_w(r, i + 4u, o + 1u, t.b4);
    store_w(r, i + 5u, o, t.a5); store_w(r, i + 5u, o + 1u, t.b5);
    store_w(r, i + 6u, o, t.a6); store_w(r, i + 6u, o + 1u, t.b6);
    store_w(r, i + 7u, o, t.a7); store_w(r, i + 7u, o + 1u, t.b7);
    return;
  }
  let first = sum_of_vectors(lane, t.a0, t.b0, t.a1, t.b1);
  let second = sum_of_vectors(lane, t.a2, t.b2, t.a3, t.b3);
  let j = lane / sums();
  if (j < 4u) {
    store_w(r, i + j / 2u, o + j % 2u, first);
    store_w(r, i + j / 2u + 2u, o + j % 2u, second);
  }
}

fn store_w(r: u32, i: u32, o: u32, value: vec4f) {
  if (i > I || o >= O / 4u) { return; }
  let at = r * sizes.w_stride + i * (O / 4u) + o;
  if (dw_add == 1u) { dw[at] += value; } else { dw[at] = value; }
}

@compute @workgroup_size(64)
fn backward_x(@builtin(global_invocation_id) id: vec3u) {
  input_part(id.x, id.y);
}

@compute @workgroup_size(64)
fn backward_w(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  weight_tiles(group.x, lane, group.y);
}

@compute @workgroup_size(64)
fn backward(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  // Each whole workgroup does one of the two, so that threads of a workgroup do not diverge.
  let parts_of_x = select((K * I + 3u) / 4u, (K + 3u) / 4u * (I / 4u), I % 4u == 0u);
  let groups = (parts_of_x + 63u) / 64u;
  if (group.x < groups) { input_part(group.x * 64u + lane, group.y); } else { weight_tiles(group.x - groups, lane, group.y); }
}
