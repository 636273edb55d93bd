// uses lib/philox
// view/gather  pairs (V, E) of one minibatch, cut from bit-packed chains at random translations
// math    sample k of step t takes chain (t K + k) mod chains, a uniform translation and, where the model is
//         symmetric under it, a uniform global spin flip; bit i of V (E) is the spin at the i-th site of the window
// grid    gather: one thread per (replica, sample, word of 32 sites)
// reads   gather spins sites geometry source keys step
// writes  gather visible environment =
// limits  at most 8 storage buffers; chain and sample numbers below 2^16
// source  pairs (V, E) and the buffer between them: Goekmen et al., PRE 104, 064106 (2021), arXiv:2103.16887

override K: u32;       // samples in the minibatch
override L: u32;       // lattice side, sites
override V: u32;       // words of a packed block
override E: u32;       // words of a packed environment, the largest of all geometries
override FLIP: u32;    // 1: flip each sample globally with probability 1/2
override PART: u32;    // 0: the chains to train on, 1: the chains held out

@group(0) @binding(0) var<storage, read> spins: array<u32>;           // (G, L, L), bit = chain
@group(0) @binding(1) var<storage, read> sites: array<u32>;           // (geometries, (V + E) * 32) dx | dy << 16
@group(0) @binding(2) var<storage, read> geometry: array<vec4u>;      // (R) table row, block sites, shell sites, 0
@group(0) @binding(3) var<storage, read> source: array<vec2u>;        // (R, 2) first chain, number of chains
@group(0) @binding(4) var<storage, read> keys: array<vec2u>;          // (R)
@group(0) @binding(5) var<storage, read> step: array<u32>;            // (R)
@group(0) @binding(6) var<storage, read_write> visible: array<u32>;        // (R, K, V)
@group(0) @binding(7) var<storage, read_write> environment: array<u32>;  // (R, K, E)

// A window is no larger than the lattice, so that one subtraction brings a coordinate back; remainders are slow.
fn wrap(at: u32) -> u32 {
  return select(at, at - L, at >= L);
}

@compute @workgroup_size(64)
fn gather(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  // Neighbouring threads take neighbouring samples and the same word, so that they read the same sites.
  let k = id.x % K;
  let w = id.x / K;
  if (w >= V + E) { return; }
  let t = step[r];
  let random = philox(vec4u(k, t, PART, 0u), keys[r]);
  let x = mul_wide(random.x, L).x;
  let y = mul_wide(random.y, L).x;
  let flip = FLIP * (random.z & 1u);
  let chains = source[r * 2u + PART];
  let chain = chains.x + ((t % chains.y) * (K % chains.y) + k) % chains.y;
  let base = (chain / 32u) * L * L;
  let bit = chain % 32u;

  let g = geometry[r];
  var live = g.y;
  var i = w * 32u;
  if (w >= V) { live = g.z; i = (w - V) * 32u; }
  let count = min(32u, select(0u, live - i, live > i));
  var word = 0u;
  for (var j = 0u; j < count; j++) {
    let offset = sites[g.x * (V + E) * 32u + w * 32u + j];
    let sx = wrap(x + (offset & 0xffffu));
    let sy = wrap(y + (offset >> 16u));
    word |= (((spins[base + sy * L + sx] >> bit) & 1u) ^ flip) << j;
  }
  if (w < V) {
    visible[(r * K + k) * V + w] = word;
  } else {
    environment[(r * K + k) * E + w - V] = word;
  }
}
