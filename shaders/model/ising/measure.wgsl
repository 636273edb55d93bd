// model/ising/measure  bond sum and magnetisations of every chain, appended to a series
// math    bonds = sum over right and down neighbours of s s', with a minus sign for a bond of coupling -J
//         m = sum s;  staggered = sum (-1)^(x+y) s
//         four sums s cos, s sin along x and along y, with the cosines and sines of `waves`; staggered spins where STAGGERED
// grid    measure: one thread per (group, row, chain) of the groups of `range`, which also takes the column of that number;
//         advance: one thread, after every measurement
// reads   measure spins bonds waves slot range
// writes  measure series += (integer atomics: the order of the additions cannot change the sums);  advance slot +=
// limits  the series must be zero where it is written; L * L times the largest of `waves` fits i32; at most 5 storage buffers
// source  definitions

override L: u32;       // lattice side, sites
override SLOTS: u32;   // length of the series
override DISORDER: u32;   // tables of bonds: 0 none, 1 all groups share one, 2 each group has its own
override STAGGERED: u32;  // 1 when the waves are those of the staggered spins

// The groups of 32 chains that are measured: not constants, since a driver compiles anew for each.
struct Range { first: u32, groups: u32 }

@group(0) @binding(0) var<storage, read> spins: array<u32>;                  // (G, L, L), bit = chain
@group(0) @binding(1) var<storage, read_write> slot: array<u32>;             // (1) measurements finished
@group(0) @binding(2) var<storage, read_write> series: array<atomic<i32>>;   // (SLOTS, groups * 32, 7)
@group(0) @binding(3) var<storage, read> bonds: array<vec2u>;                // (G or 1, L, L) right, down: bits set where -J
@group(0) @binding(4) var<uniform> range: Range;
@group(0) @binding(5) var<storage, read> waves: array<vec2i>;                // (L) cosine, sine of 2 pi i / L in fixed point

@compute @workgroup_size(64)
fn measure(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  let now = slot[0];
  if (i >= range.groups * L * 32u || now >= SLOTS) { return; }
  let chain = i % 32u;
  let line = (i / 32u) % L;
  let group = i / (32u * L);
  let lattice = (range.first + group) * L * L;
  let row = lattice + line * L;
  let below = lattice + select(line + 1u, 0u, line + 1u == L) * L;

  var up = 0u;
  var aligned = 0u;
  var even = 0u;
  var column = 0u;
  var word = spins[row];
  for (var at = 0u; at < L; at++) {
    let right = spins[row + select(at + 1u, 0u, at + 1u == L)];
    let bonded = vec2u(word) ^ vec2u(right, spins[below + at]);
    var satisfied = ~bonded;
    if (DISORDER > 0u) { satisfied ^= bonds[select(0u, lattice, DISORDER == 2u) + line * L + at]; }
    let odd = (line + at) & 1u;
    let s = (word >> chain) & 1u;
    up += s;
    even += s ^ odd;
    let pair = (satisfied >> vec2u(chain)) & vec2u(1u);
    aligned += pair.x + pair.y;
    let beside = (spins[lattice + at * L + line] >> chain) & 1u;
    column += select(beside, beside ^ odd, STAGGERED == 1u);
    word = right;
  }
  let out = (now * range.groups * 32u + group * 32u + chain) * 7u;
  atomicAdd(&series[out], 2 * i32(aligned) - 2 * i32(L));
  atomicAdd(&series[out + 1u], 2 * i32(up) - i32(L));
  atomicAdd(&series[out + 2u], 2 * i32(even) - i32(L));
  // The wave along y has one phase in all of a row, that along x in all of a column.
  let along_x = waves[line] * (2 * i32(column) - i32(L));
  let along_y = waves[line] * (2 * i32(select(up, even, STAGGERED == 1u)) - i32(L));
  atomicAdd(&series[out + 3u], along_x.x);
  atomicAdd(&series[out + 4u], along_x.y);
  atomicAdd(&series[out + 5u], along_y.x);
  atomicAdd(&series[out + 6u], along_y.y);
}

// On its own, so that no thread of a measurement reads what another one writes.
@compute @workgroup_size(1)
fn advance() {
  slot[0] += 1u;
}
