// uses lib/spin_layer
// uses lib/chunks
// critic/linear_bits  affine layer on packed spins, by plain multiply-adds; the last row of w is the bias
// math    y = s w + c, s = +1, -1 from bits;   dw = s^T dy, dc = sum_k dy
// grid    forward: 4 samples x 8 outputs per SPLIT threads, which share the words of the inputs;
//         backward_w: 8 rows x 8 outputs per SPLIT threads, which share the samples; the tile behind those of the inputs is that of the bias
// reads   forward x widths w;  backward_w x widths dy
// writes  forward y =;  backward_w dw = or +=
// limits  O a multiple of 4; SPLIT at least 4; widths[r] <= I: inputs beyond it are absent and the gradient of their rows stays
//         untouched (zero); at most 4 storage buffers
// source  definition

override K: u32;         // samples
override I: u32;         // inputs, the most of any replica: row I of w is the bias
override X: u32;         // words of a packed row of x
override O: u32;         // outputs
override w_stride: u32;  // vec4s between the weights of neighbouring replicas
override dw_add: u32;    // 1: add to dw, 0: overwrite

@group(0) @binding(4) var<storage, read> dy: array<vec4f>;          // (R, K, O / 4)
@group(0) @binding(5) var<storage, read_write> dw: array<vec4f>;    // (R, I + 1, O / 4)

// Sums of a tile: four rows by two vec4s of outputs.
struct Tile { a0: vec4f, b0: vec4f, a1: vec4f, b1: vec4f, a2: vec4f, b2: vec4f, a3: vec4f, b3: vec4f }

// Adds the products of four spins with two vec4s.
fn accumulate(t: ptr<function, Tile>, s: vec4f, a: vec4f, b: vec4f) {
  (*t).a0 += s.x * a;
  (*t).b0 += s.x * b;
  (*t).a1 += s.y * a;
  (*t).b1 += s.y * b;
  (*t).a2 += s.z * a;
  (*t).b2 += s.z * b;
  (*t).a3 += s.w * a;
  (*t).b3 += s.w * b;
}

// Numbers -1 where the highest bit of a word is set, else +1: so words are inverted before.
fn signs(words: vec4u) -> vec4f {
  return bitcast<vec4f>((words & vec4u(0x80000000u)) | vec4u(0x3f800000u));
}

// Tiles of 8 outputs. If O is an odd multiple of 4, the second half of the last tile repeats the first and is not stored.
fn tiles_of_outputs() -> u32 {
  return (O + 7u) / 8u;
}

// From the first vec4 of outputs of a tile to its second.
fn next_half(o: u32) -> u32 {
  return select(0u, 1u, O % 8u == 0u || o + 1u < O / 4u);
}

@compute @workgroup_size(64)
fn forward(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let groups = O / 4u;
  let r = group.y;
  let tile = group.x * sums() + lane % sums();
  let o = tile % tiles_of_outputs() * 2u;
  let k = tile / tiles_of_outputs() * 4u;
  let next = next_half(o);
  let width = widths[r];
  var t = Tile();
  for (var i = lane / sums() * 32u; i < width; i += 32u * SPLIT) {
    let word = i / 32u;
    // The next spin in the highest bit.
    var s = ~reverseBits(vec4u(x[sample_of(r, k, K, X) + word], x[sample_of(r, k + 1u, K, X) + word], x[sample_of(r, k + 2u, K, X) + word], x[sample_of(r, k + 3u, K, X) + word]));
    var at = r * w_stride + i * groups + o;
    let count = min(32u, width - i);
    var b = 0u;
    for (; b + 4u <= count; b += 4u) {
      accumulate(&t, signs(s), w[at], w[at + next]);
      accumulate(&t, signs(s << vec4u(1u)), w[at + groups], w[at + groups + next]);
      accumulate(&t, signs(s << vec4u(2u)), w[at + 2u * groups], w[at + 2u * groups + next]);
      accumulate(&t, signs(s << vec4u(3u)), w[at + 3u * groups], w[at + 3u * groups + next]);
      s <<= vec4u(4u);
      at += 4u * groups;
    }
    for (; b < count; b++) {
      accumulate(&t, signs(s), w[at], w[at + next]);
      s <<= vec4u(1u);
      at += groups;
    }
  }
  let first = sum_of_vectors(lane, t.a0, t.b0, t.a1, t.b1);
  let second = sum_of_vectors(lane, t.a2, t.b2, t.a3, t.b3);
  let j = lane / sums();
  let own = o + j % 2u;
  if (j < 4u && own < groups) {
    let bias = w[r * w_stride + I * groups + own];
    store_of(r, k + j / 2u, own, K, O / 4u, first + bias);
    store_of(r, k + j / 2u + 2u, own, K, O / 4u, second + bias);
  }
}

@compute @workgroup_size(64)
fn backward_w(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let groups = O / 4u;
  let r = group.y;
  // Tiles of the same word side by side, which read the same words and gradients.
  let rows = (I + 7u) / 8u;
  let tile = group.x * sums() + lane % sums();
  let o = tile / (rows + 1u) * 2u;
  let i = tile % (rows + 1u) * 8u;
  let bias = tile % (rows + 1u) == rows;
  let next = next_half(o);
  let live = o < groups && (bias || i < widths[r]);
  var low = Tile();
  var high = Tile();
  if (live) {
    let up = 24u - i % 32u;
    let present = select(0xffffffffu, 0u, bias);
    let end = (r + 1u) * K * X;
    var at = (r * K + lane / sums()) * groups + o;
    for (var word = (r * K + lane / sums()) * X + select(i / 32u, 0u, bias); word < end; word += SPLIT * X) {
      // The last row in the highest bit.
      let s = (~x[word] & present) << up;
      let a = dy[at];
      let b = dy[at + next];
      accumulate(&low, signs(vec4u(s) << vec4u(7u, 6u, 5u, 4u)), a, b);
      accumulate(&high, signs(vec4u(s) << vec4u(3u, 2u, 1u, 0u)), a, b);
      at += SPLIT * groups;
    }
  }
  store_tile(lane, r, o, select(i, I, bias), live, bias, low);
  store_tile(lane, r, o, i + 4u, live && !bias, false, high);
}

// Adds up the parts of a tile and stores what is there of it: four rows from i on, or the bias. To be called by whole workgroups.
fn store_tile(lane: u32, r: u32, o: u32, i: u32, live: bool, bias: bool, t: Tile) {
  let groups = O / 4u;
  let first = sum_of_vectors(lane, t.a0, t.b0, t.a1, t.b1);
  let second = sum_of_vectors(lane, t.a2, t.b2, t.a3, t.b3);
  let j = lane / sums();
  let own = o + j % 2u;
  if (!live || j > 3u || own >= groups) { return; }
  let out = r * w_stride + (i + j / 2u) * groups + own;
  if (bias) {
    if (j < 2u) { store(out, first); }
    return;
  }
  if (i + j / 2u < widths[r]) { store(out, first); }
  if (i + j / 2u + 2u < widths[r]) { store(out + 2u * groups, second); }
}

fn store(at: u32, value: vec4f) {
  if (dw_add == 1u) { dw[at] += value; } else { dw[at] = value; }
}
