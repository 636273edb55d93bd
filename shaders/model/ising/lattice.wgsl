// uses lib/acceptance
// model/ising/lattice  two-dimensional Ising model on large tori, 32 sites per word (bit = site)
// math    Metropolis on one colour of the checkerboard (lib/acceptance). Each colour has its own plane: bit i
//         of word w in row y of colour c is the site x = 2 (32 w + i) + (y + c) mod 2. The neighbours above and below
//         then have the same bit in the other plane, so has one in the row; the other neighbour is one bit further.
//         At infinite temperature spins are drawn afresh.
//         measure: unsatisfied bonds, up spins of colour 0 and of colour 1; sums s cos, s sin along y with the cosines and
//         sines of `waves`;  columns: the same along x, from counts of up spins in columns, 32 at a time, bit plane by bit plane.
//         Staggered spins where ANTI
// grid    sweep, redraw: one thread per (lattice, band of four rows, word);  measure: one thread per (lattice, row);
//         columns: one thread per (lattice, band of 64 rows, word, parity of x);  advance: one thread, after every measurement
// reads   sweep keys accept range;  redraw keys range;  measure spins waves slot window;  columns spins waves slot window
// writes  sweep spins clock =;  redraw spins clock =;  measure series += (integer atomics);  columns series += (likewise);
//         advance slot +=
// limits  L a multiple of 64; the series must be zero where it is written; L * L times the largest of `waves` fits i32; at most 4
//         storage buffers
// source  multi-spin coding: Jacobs & Rebbi, J. Comput. Phys. 41, 203 (1981)

override L: u32;               // lattice side, sites
override ANTI: u32 = 0u;       // 1 when the coupling is negative

// Threads `begin` to `end` of those of the lattices from `first` on, and the sublattice that moves, 0 or 1. Uniforms and no constants,
// because drivers compile anew for each set of them.
struct Range { first: u32, begin: u32, end: u32, colour: u32 }

// Threads `begin` to `end` of those that measure the lattices of a range, and the length of the series.
struct Window { first: u32, groups: u32, slots: u32, begin: u32, end: u32 }

@group(0) @binding(0) var<storage, read_write> spins: array<u32>;              // (N, 2, L, L / 64), bit = site, 1 = up
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;                   // (N)
@group(0) @binding(2) var<storage, read> accept: array<vec2u>;                 // (N) thresholds for 3 and 4 satisfied bonds
@group(0) @binding(3) var<storage, read_write> clock: array<u32>;              // (N, 2) half sweeps finished, per colour
@group(0) @binding(4) var<uniform> range: Range;
@group(0) @binding(5) var<storage, read_write> slot: array<u32>;               // (1) measurements finished
@group(0) @binding(6) var<storage, read_write> series: array<atomic<u32>>;     // (slots, lattices of the window, 7), the last four signed
@group(0) @binding(7) var<storage, read> waves: array<vec2i>;                  // (L) cosine, sine of 2 pi i / L in fixed point
@group(0) @binding(8) var<uniform> window: Window;

fn advance_clock(lattice: u32, first: bool) -> u32 {
  let time = clock[2u * lattice + 1u - range.colour] - range.colour;
  if (first) { clock[2u * lattice + range.colour] = time + 1u; }
  return time;
}

// The neighbours one bit further: to the left where the row's sites are at even x, to the right where at odd x.
// `beyond` is the neighbouring word, from which the last bit is taken.
fn shifted(word: u32, beyond: u32, odd: bool) -> u32 {
  return select((word << 1u) | (beyond >> 31u), (word >> 1u) | (beyond << 31u), odd);
}

struct Place { lattice: u32, y: u32, w: u32, index: u32, first: bool }

fn place(i: u32) -> Place {
  let words = L / 64u;
  let index = i % (words * (L / 4u));
  return Place(range.first + i / (words * (L / 4u)), 4u * (index / words), index % words, index, index == 0u);
}

@compute @workgroup_size(64)
fn sweep(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  if (i >= range.end) { return; }
  let words = L / 64u;
  let p = place(i);
  let time = advance_clock(p.lattice, p.first);
  let mine = (2u * p.lattice + range.colour) * L * words + p.w;
  let other = (2u * p.lattice + 1u - range.colour) * L * words;
  let r0 = p.y * words;
  let r1 = r0 + words;
  let r2 = r1 + words;
  let r3 = r2 + words;
  let up = select(p.y, L, p.y == 0u) * words - words;
  let down = select(p.y + 4u, 0u, p.y + 4u == L) * words;
  let left = select(p.w, words, p.w == 0u) - 1u;
  let right = select(p.w + 1u, 0u, p.w + 1u == words);
  // Rows 0 and 2 of the band have even x where the colour is 0.
  let even = select(left, right, range.colour == 1u);
  let odd = select(right, left, range.colour == 1u);

  let own = vec4u(spins[mine + r0], spins[mine + r1], spins[mine + r2], spins[mine + r3]);
  let beside = vec4u(spins[other + r0 + p.w], spins[other + r1 + p.w], spins[other + r2 + p.w], spins[other + r3 + p.w]);
  let across = vec4u(
    shifted(beside.x, spins[other + r0 + even], range.colour == 1u), shifted(beside.y, spins[other + r1 + odd], range.colour == 0u),
    shifted(beside.z, spins[other + r2 + even], range.colour == 1u), shifted(beside.w, spins[other + r3 + odd], range.colour == 0u));
  let above = vec4u(spins[other + up + p.w], beside.xyz);
  let below = vec4u(beside.yzw, spins[other + down + p.w]);
  let s = own ^ vec4u(select(0xffffffffu, 0u, ANTI == 1u));
  let flips = metropolis(
    s ^ beside, s ^ across, s ^ above, s ^ below, vec4u(0xffffffffu), accept[p.lattice],
    vec4u(p.index, time, 0u, range.colour), keys[p.lattice]);
  let word = own ^ flips;
  spins[mine + r0] = word.x;
  spins[mine + r1] = word.y;
  spins[mine + r2] = word.z;
  spins[mine + r3] = word.w;
}

@compute @workgroup_size(64)
fn redraw(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  if (i >= range.end) { return; }
  let words = L / 64u;
  let p = place(i);
  let time = advance_clock(p.lattice, p.first);
  let mine = (2u * p.lattice + range.colour) * L * words + p.y * words + p.w;
  let word = threefry12(vec4u(p.index, time, 1u, range.colour), keys[p.lattice]);
  spins[mine] = word.x;
  spins[mine + words] = word.y;
  spins[mine + 2u * words] = word.z;
  spins[mine + 3u * words] = word.w;
}

@compute @workgroup_size(64)
fn measure(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = window.begin + id.x + id.y * grid.x * 64u;
  let now = slot[0];
  if (i >= window.end || now >= window.slots) { return; }
  let y = i % L;
  let words = L / 64u;
  let mine = (2u * (window.first + i / L)) * L * words;
  let other = mine + L * words;
  let row = y * words;
  let up = select(y, L, y == 0u) * words - words;
  let down = select(y + 1u, 0u, y + 1u == L) * words;
  let odd = (y & 1u) == 1u;
  var broken = 0u;
  var even_up = 0u;
  var odd_up = 0u;
  // Every bond joins a site of colour 0 to one of colour 1.
  for (var w = 0u; w < words; w++) {
    let s = spins[mine + row + w];
    let beside = spins[other + row + w];
    let beyond = spins[other + row + select(select(w, words, w == 0u) - 1u, select(w + 1u, 0u, w + 1u == words), odd)];
    broken += countOneBits(s ^ beside) + countOneBits(s ^ shifted(beside, beyond, odd));
    broken += countOneBits(s ^ spins[other + up + w]) + countOneBits(s ^ spins[other + down + w]);
    even_up += countOneBits(s);
    odd_up += countOneBits(beside);
  }
  let out = (now * window.groups + i / L) * 7u;
  atomicAdd(&series[out], broken);
  atomicAdd(&series[out + 1u], even_up);
  atomicAdd(&series[out + 2u], odd_up);
  // Two's complement: a sum of signed numbers is one of their words.
  let sum = 2 * i32(even_up) + select(2 * i32(odd_up) - i32(L), -2 * i32(odd_up), ANTI == 1u);
  let wave = vec2u(waves[y] * sum);
  atomicAdd(&series[out + 5u], wave.x);
  atomicAdd(&series[out + 6u], wave.y);
}

// Sum (x) and carry (y) of three bits, for each of 32 columns.
fn add(a: u32, b: u32, c: u32) -> vec2u {
  let ab = a ^ b;
  return vec2u(ab ^ c, (a & b) | (ab & c));
}

@compute @workgroup_size(64)
fn columns(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = window.begin + id.x + id.y * grid.x * 64u;
  let now = slot[0];
  let words = L / 64u;
  if (i >= window.end || now >= window.slots) { return; }
  let parity = i & 1u;
  let w = (i / 2u) % words;
  let band = (i / (2u * words)) % words;
  let lattice = i / (2u * words * words);
  let planes = 2u * (window.first + lattice) * L * words + w;

  // Rows of one parity have their sites at this parity of x in colour 0, the others in colour 1.
  let zero = planes + (64u * band + parity) * words;
  let one = planes + (L + 64u * band + 1u - parity) * words;
  let turned = select(0u, 0xffffffffu, ANTI == 1u);
  // Counts of 64 rows: bit planes of 1, 2, 4, 8, 16, 32, 64.
  var count: array<u32, 7>;
  for (var y = 0u; y < 64u; y += 4u) {
    let first = add(count[0], spins[zero + y * words], spins[one + y * words] ^ turned);
    let second = add(first.x, spins[zero + (y + 2u) * words], spins[one + (y + 2u) * words] ^ turned);
    let third = add(count[1], first.y, second.y);
    count[0] = second.x;
    count[1] = third.x;
    var carry = third.y;
    for (var p = 2u; p < 7u; p++) {
      let next = count[p] & carry;
      count[p] ^= carry;
      carry = next;
    }
  }
  var sum = vec2i();
  for (var j = 0u; j < 8u; j++) {
    // Columns j, j + 8, j + 16, j + 24 in a byte each.
    var bytes = 0u;
    for (var p = 0u; p < 7u; p++) { bytes += ((count[p] >> j) & 0x01010101u) << p; }
    for (var k = 0u; k < 4u; k++) {
      let up = (bytes >> (8u * k)) & 255u;
      sum += waves[2u * (32u * w + j + 8u * k) + parity] * (2 * i32(up) - 64);
    }
  }
  let out = (now * window.groups + lattice) * 7u;
  atomicAdd(&series[out + 3u], u32(sum.x));
  atomicAdd(&series[out + 4u], u32(sum.y));
}

// A separate dispatch, so that no thread of a measurement reads what another one writes.
@compute @workgroup_size(1)
fn advance() {
  slot[0] += 1u;
}
