// uses lib/window
// view/gather  pairs (V, E) of one minibatch, cut from bit-packed chains at random places or at fixed sites
// math    samples 32 b .. 32 b + 31 of step t are the chains of group (t + b) mod groups, each once, or of group
//         (STRIDE t + b) mod groups where there is a STRIDE, at one uniform place, each flipped as a whole with
//         probability 1/2 where the model is symmetric under it;
//         bit i of V is the i-th value of the block; word i / n holds bits i mod n of E, n = 32 or the values of a patch
// grid    gather: one thread per (replica, word, 8 samples): a word of the lattice holds 32 chains, so one load serves
//         8 samples
// reads   gather spins sites geometry source keys step sizes
// writes  gather visible environment =
// limits  at most 8 storage buffers
// source  pairs (V, E) and the buffer between them: Goekmen et al., PRE 104, 064106 (2021), arXiv:2103.16887

override V: u32;       // words of a packed block
override E: u32;       // words of a packed environment, the largest of all geometries
override FLIP: u32;    // 1: flip each sample globally with probability 1/2

@group(0) @binding(0) var<storage, read> spins: array<u32>;           // (G, Z, Y, X, CHANNELS), bit = chain
@group(0) @binding(1) var<storage, read> sites: array<u32>;           // (windows, VIEWS, (V + E) * 32) channel, x, y, z; corners
@group(0) @binding(2) var<storage, read> geometry: array<vec4u>;      // (R) window, values of V and E, of a word of E
@group(0) @binding(3) var<storage, read> source: array<vec2u>;        // (R, PARTS) first group of chains, how many
@group(0) @binding(4) var<storage, read> keys: array<vec2u>;          // (R)
@group(0) @binding(5) var<storage, read> step: array<u32>;            // (R)
@group(0) @binding(6) var<storage, read_write> visible: array<u32>;        // (R, K, V)
@group(0) @binding(7) var<storage, read_write> environment: array<u32>;    // (R, K, E)
@group(0) @binding(8) var<uniform> sizes: Sizes;

// Shifts the lowest bit of s in from above: after 32 of them the first one is the lowest.
fn push(word: u32, s: u32) -> u32 {
  return (word >> 1u) | (s << 31u);
}

@compute @workgroup_size(64)
fn gather(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  let tiles = (sizes.K + 7u) / 8u;
  // Neighbouring threads read the same word of sites.
  let tile = id.x % tiles;
  let w = id.x / tiles;
  if (w >= V + E) { return; }
  let d = draw(tile, step[r], source[r * PARTS + sizes.PART], keys[r]);
  let base = d.group * (X * Y * Z * CHANNELS);
  let flips = FLIP * d.flips;

  let g = geometry[r];
  var live = g.y;
  var first = d.first;
  var width = 32u;
  var i = w * 32u;
  if (w >= V) {
    live = g.z;
    first = (first + SHUFFLE) % 32u;
    width = g.w;
    i = (w - V) * width;
  }
  let count = min(width, select(0u, live - i, live > i));
  let table = (row_of(g.x, d) * (V + E) + w) * 32u;
  var o0 = 0u;
  var o1 = 0u;
  var o2 = 0u;
  var o3 = 0u;
  var o4 = 0u;
  var o5 = 0u;
  var o6 = 0u;
  var o7 = 0u;
  for (var j = 0u; j < count; j++) {
    let word = spins[base + place(sites[table + j], d.corner)] ^ flips;
    let s = (word >> first) | (word << (32u - first));
    o0 = push(o0, s);
    o1 = push(o1, s >> 1u);
    o2 = push(o2, s >> 2u);
    o3 = push(o3, s >> 3u);
    o4 = push(o4, s >> 4u);
    o5 = push(o5, s >> 5u);
    o6 = push(o6, s >> 6u);
    o7 = push(o7, s >> 7u);
  }
  let k = tile * 8u;
  store(r, k, w, o0, count);
  store(r, k + 1u, w, o1, count);
  store(r, k + 2u, w, o2, count);
  store(r, k + 3u, w, o3, count);
  store(r, k + 4u, w, o4, count);
  store(r, k + 5u, w, o5, count);
  store(r, k + 6u, w, o6, count);
  store(r, k + 7u, w, o7, count);
}

// Words that are not full are shifted down, so that the bits beyond the last value are zero.
fn store(r: u32, k: u32, w: u32, pushed: u32, count: u32) {
  if (k >= sizes.K) { return; }
  let word = select(pushed >> (32u - count), 0u, count == 0u);
  if (w < V) {
    visible[(r * sizes.K + k) * V + w] = word;
  } else {
    environment[(r * sizes.K + k) * E + w - V] = word;
  }
}
