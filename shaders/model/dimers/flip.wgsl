// uses lib/threefry
// model/dimers/flip  heat bath of one colour of plaquettes, 32 independent chains per word (bit = chain)
// math    a plaquette with two parallel dimers becomes a horizontal pair with probability 1 / (1 + w^(nv - nh)), else a
//         vertical one; nh, nv = dimers the horizontal, the vertical pair would have beside it; u < threshold is
//         decided bit plane by bit plane as in model/ising/metropolis. Of the eight colours (parities of x, of y and of
//         floor(x / 2) + floor(y / 2)) no two plaquettes share a site or a dimer beside them; of four they do.
// grid    flip: one thread per (group, plaquette of the colour)
// reads   flip ready keys thresholds passes colour
// writes  flip bonds =
// limits  L divisible by 4; only chains whose worm is closed; at most 5 storage buffers
// source  heat bath; the colouring is derived here

override L: u32;        // lattice side, sites

// Threads `begin` to `end` of those of the groups from `first` on; index 0 .. 7: bits are the parities named above. A uniform and no
// constants, so that all of them are compiled once.
struct Colour { first: u32, begin: u32, end: u32, index: u32 }

@group(0) @binding(0) var<storage, read_write> bonds: array<u32>;    // (G, L, L, 2), bit = chain; right and down bond
@group(0) @binding(1) var<storage, read> ready: array<u32>;          // (G) bit = chain: sweep completed, worm closed
@group(0) @binding(2) var<storage, read> keys: array<vec2u>;         // (G)
@group(0) @binding(3) var<storage, read> thresholds: array<vec4u>;   // (G) for nh - nv = -2, -1, 1, 2; half for 0
@group(0) @binding(4) var<storage, read> passes: array<u32>;         // (G) passes finished
@group(0) @binding(5) var<uniform> colour: Colour;

// All chains in the mask if the most significant bit of the threshold is set, otherwise none.
fn plane(threshold: u32, chains: u32) -> u32 {
  return select(0u, chains, (threshold & 0x80000000u) != 0u);
}

fn planes(t: vec4u, chains: vec4u) -> u32 {
  return plane(t.x, chains.x) | plane(t.y, chains.y) | plane(t.z, chains.z) | plane(t.w, chains.w);
}

@compute @workgroup_size(64)
fn flip(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = colour.begin + id.x + id.y * grid.x * 64u;
  let each = L * L / 8u;
  if (i >= colour.end) { return; }
  let group = colour.first + i / each;
  let p = i % each;
  // Half the squares of 2 x 2 sites, like a checkerboard, and one corner of each.
  let sy = p / (L / 4u);
  let sx = 2u * (p % (L / 4u)) + ((sy + (colour.index >> 2u)) & 1u);
  let x = 2u * sx + (colour.index & 1u);
  let y = 2u * sy + ((colour.index >> 1u) & 1u);
  let x1 = select(x + 1u, 0u, x + 1u == L);
  let x2 = select(x + 2u, x + 2u - L, x + 2u >= L);
  let x0 = select(x, L, x == 0u) - 1u;
  let y1 = select(y + 1u, 0u, y + 1u == L);
  let y2 = select(y + 2u, y + 2u - L, y + 2u >= L);
  let y0 = select(y, L, y == 0u) - 1u;
  let row = group * L * L;
  let above = (row + y * L + x) * 2u;
  let below = (row + y1 * L + x) * 2u;
  let first = above + 1u;
  let second = (row + y * L + x1) * 2u + 1u;

  let lying = bonds[above] & bonds[below];
  let free = (lying | (bonds[first] & bonds[second])) & ready[group];
  if (free == 0u) { return; }
  let ha = bonds[(row + y0 * L + x) * 2u];
  let hb = bonds[(row + y2 * L + x) * 2u];
  let va = bonds[(row + y * L + x0) * 2u + 1u];
  let vb = bonds[(row + y * L + x2) * 2u + 1u];
  let h1 = ha ^ hb;
  let h2 = ha & hb;
  let v1 = va ^ vb;
  let v2 = va & vb;
  let h0 = ~(h1 | h2);
  let v0 = ~(v1 | v2);
  let classes = vec4u(h0 & v2, (h0 & v1) | (h1 & v2), (h1 & v0) | (h2 & v1), h2 & v0);
  let even = ~(classes.x | classes.y | classes.z | classes.w);

  var undecided = free;
  var horizontal = 0u;
  var t = thresholds[group];
  let key = keys[group];
  let one = vec4u(1u);
  for (var draw = 0u; draw < 8u; draw++) {
    if (undecided == 0u) { break; }
    let words = threefry12(vec4u(y * L + x, passes[group], draw, colour.index), key);
    // Even odds are decided by the first bit.
    let t0 = planes(t, classes) | select(0u, even, draw == 0u);
    horizontal |= undecided & t0 & ~words.x;
    undecided &= ~(t0 ^ words.x) & select(0xffffffffu, ~even, draw == 0u);
    t = t << one;
    let t1 = planes(t, classes);
    horizontal |= undecided & t1 & ~words.y;
    undecided &= ~(t1 ^ words.y);
    t = t << one;
    let t2 = planes(t, classes);
    horizontal |= undecided & t2 & ~words.z;
    undecided &= ~(t2 ^ words.z);
    t = t << one;
    let t3 = planes(t, classes);
    horizontal |= undecided & t3 & ~words.w;
    undecided &= ~(t3 ^ words.w);
    t = t << one;
  }
  // Bits of chains that flip: those of the new pair are 0 and of the old one 1.
  let change = free & (lying ^ horizontal);
  bonds[above] ^= change;
  bonds[below] ^= change;
  bonds[first] ^= change;
  bonds[second] ^= change;
}
