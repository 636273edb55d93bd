// model/dimers/state  converts dimers between two layouts: nibbles per chain for the worms, bit = chain for everything else
// math    right bond = partner to the right, down bond = partner below; count: plaquettes with two parallel dimers,
//         sum of (-1)^x over horizontal and of (-1)^y over vertical dimers
// grid    publish, adopt: one thread per (group, tile of 4 x 2 sites);  count: one thread per chain
// reads   publish partners ready range;  adopt bonds ready range;  count partners ready range
// writes  publish bonds =;  adopt partners =;  count worms = passes
// limits  only chains whose sweep is complete are touched; adopt, count: L divisible by 4; at most 4 storage buffers
// source  definitions

override L: u32;        // lattice side, sites

// Threads `begin` to `end` of those of the groups from `first` on. A uniform and no constants, because drivers compile anew for each set of them.
struct Range { first: u32, begin: u32, end: u32 }

@group(0) @binding(0) var<storage, read_write> partners: array<u32>;  // (G, 32, L / 2, ceil(L / 4)), see model/dimers/worm
@group(0) @binding(1) var<storage, read_write> bonds: array<u32>;     // (G, L, L, 2), bit = chain; right and down bond
@group(0) @binding(2) var<storage, read> ready: array<u32>;           // (G) bit = chain: sweep completed, worm closed
@group(0) @binding(3) var<storage, read_write> worms: array<u32>;     // (G, 32, 12), see model/dimers/worm
@group(0) @binding(4) var<storage, read_write> passes: array<u32>;    // (G) passes of plaquette flips finished
@group(0) @binding(5) var<uniform> range: Range;

fn put(at: u32, right: u32, down: u32, chains: u32) {
  bonds[at] = (bonds[at] & ~chains) | (right & chains);
  bonds[at + 1u] = (bonds[at + 1u] & ~chains) | (down & chains);
}

@compute @workgroup_size(64)
fn publish(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  let across = (L + 3u) / 4u;
  let tiles = (L / 2u) * across;
  if (i >= range.end) { return; }
  let group = range.first + i / tiles;
  let tile = i % tiles;
  let chains = ready[group];
  // Bits are shifted in from above: after 32 chains the bit of the first chain is the lowest.
  let top = vec4u(0x80000000u);
  let first = vec4u(31u, 27u, 23u, 19u);
  let second = vec4u(15u, 11u, 7u, 3u);
  var right0 = vec4u();
  var right1 = vec4u();
  var down0 = vec4u();
  var down1 = vec4u();
  for (var c = 0u; c < 32u; c++) {
    let word = vec4u(partners[(group * 32u + c) * tiles + tile]);
    right0 = (right0 >> vec4u(1u)) | ((word << first) & top);
    right1 = (right1 >> vec4u(1u)) | ((word << second) & top);
    down0 = (down0 >> vec4u(1u)) | (((word >> vec4u(3u)) << first) & top);
    down1 = (down1 >> vec4u(1u)) | (((word >> vec4u(3u)) << second) & top);
  }
  let x = 4u * (tile % across);
  let above = ((group * L + 2u * (tile / across)) * L + x) * 2u;
  let below = above + 2u * L;
  put(above, right0.x, down0.x, chains);
  put(above + 2u, right0.y, down0.y, chains);
  put(below, right1.x, down1.x, chains);
  put(below + 2u, right1.y, down1.y, chains);
  // The last tile of a row is half outside of the lattice if L is not divisible by 4.
  if (x + 2u < L) {
    put(above + 4u, right0.z, down0.z, chains);
    put(above + 6u, right0.w, down0.w, chains);
    put(below + 4u, right1.z, down1.z, chains);
    put(below + 6u, right1.w, down1.w, chains);
  }
}

fn bond(group: u32, x: u32, y: u32, channel: u32) -> u32 {
  return bonds[((group * L + y) * L + x) * 2u + channel];
}

@compute @workgroup_size(64)
fn adopt(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  let across = L / 4u;
  let tiles = (L / 2u) * across;
  if (i >= range.end) { return; }
  let group = range.first + i / tiles;
  let tile = i % tiles;
  let x = 4u * (tile % across);
  let y = 2u * (tile / across);
  let left = select(x, L, x == 0u) - 1u;
  let up = select(y, L, y == 0u) - 1u;
  let r0 = vec4u(bond(group, x, y, 0u), bond(group, x + 1u, y, 0u), bond(group, x + 2u, y, 0u), bond(group, x + 3u, y, 0u));
  let r1 = vec4u(bond(group, x, y + 1u, 0u), bond(group, x + 1u, y + 1u, 0u), bond(group, x + 2u, y + 1u, 0u), bond(group, x + 3u, y + 1u, 0u));
  let l0 = vec4u(bond(group, left, y, 0u), r0.xyz);
  let l1 = vec4u(bond(group, left, y + 1u, 0u), r1.xyz);
  let u0 = vec4u(bond(group, x, up, 1u), bond(group, x + 1u, up, 1u), bond(group, x + 2u, up, 1u), bond(group, x + 3u, up, 1u));
  let u1 = vec4u(bond(group, x, y, 1u), bond(group, x + 1u, y, 1u), bond(group, x + 2u, y, 1u), bond(group, x + 3u, y, 1u));
  let d1 = vec4u(bond(group, x, y + 1u, 1u), bond(group, x + 1u, y + 1u, 1u), bond(group, x + 2u, y + 1u, 1u), bond(group, x + 3u, y + 1u, 1u));
  let first = vec4u(0u, 4u, 8u, 12u);
  let one = vec4u(1u);
  for (var c = 0u; c < 32u; c++) {
    if (((ready[group] >> c) & 1u) == 0u) { continue; }
    let s = vec4u(c);
    let row0 = ((r0 >> s) & one) | (((u0 >> s) & one) << one) | (((l0 >> s) & one) << vec4u(2u)) | (((u1 >> s) & one) << vec4u(3u));
    let row1 = ((r1 >> s) & one) | (((u1 >> s) & one) << one) | (((l1 >> s) & one) << vec4u(2u)) | (((d1 >> s) & one) << vec4u(3u));
    let both = (row0 << first) | (row1 << (first + vec4u(16u)));
    partners[(group * 32u + c) * tiles + tile] = both.x | both.y | both.z | both.w;
  }
}

// Plaquette flips change the energy and the columnar order, not the winding: two words of each chain are counted again.
@compute @workgroup_size(32)
fn count(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 32u;
  if (i >= range.end) { return; }
  let chain = range.first * 32u + i;
  let group = chain / 32u;
  if ((i & 31u) == 0u) { passes[group] += 1u; }
  if (((ready[group] >> (i & 31u)) & 1u) == 0u) { return; }
  let across = L / 4u;
  let base = chain * (L / 2u) * across;
  var parallel = 0u;
  var columnar = vec2i();
  for (var ty = 0u; ty < L / 2u; ty++) {
    let row = base + ty * across;
    let next = base + select(ty + 1u, 0u, ty + 1u == L / 2u) * across;
    for (var tx = 0u; tx < across; tx++) {
      let word = partners[row + tx];
      let right = word & 0x11111111u;
      let down = (word >> 3u) & 0x11111111u;
      // Each row of horizontal dimers with the one below it, each column of vertical ones with the one to the right.
      let below = (right >> 16u) | (partners[next + tx] << 16u);
      let beside = (partners[row + select(tx + 1u, 0u, tx + 1u == across)] >> 3u) & 0x00010001u;
      parallel += countOneBits(right & below) + countOneBits(down & (((down >> 4u) & 0x01110111u) | (beside << 12u)));
      columnar += vec2i(i32(countOneBits(right & 0x01010101u)) - i32(countOneBits(right & 0x10101010u)),
                        i32(countOneBits(down & 0xffffu)) - i32(countOneBits(down >> 16u)));
    }
  }
  worms[chain * 12u + 6u] = parallel;
  worms[chain * 12u + 9u] = bitcast<u32>(columnar.x);
  worms[chain * 12u + 10u] = bitcast<u32>(columnar.y);
}
