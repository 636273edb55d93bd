// model/ising/measure  bond sum and magnetisations of every chain, appended to a series
// math    bonds = sum over right and down neighbours of s s', with a minus sign for a bond of coupling -J
//         m = sum s;  staggered = sum (-1)^(x+y) s
// grid    measure: one thread per (group, row, chain) of the groups of `range`;  advance: one thread, after every measurement
// reads   measure spins bonds slot range
// writes  measure series += (integer atomics: the order of the additions cannot change the sums);  advance slot +=
// limits  the series must be zero where it is written; at most 4 storage buffers
// source  definitions

override L: u32;       // lattice side, sites
override SLOTS: u32;   // length of the series
override DISORDER: u32;   // tables of bonds: 0 none, 1 all groups share one, 2 each group has its own

// The groups of 32 chains that are measured. A uniform and no constants, because drivers compile anew for each value.
struct Range { first: u32, groups: u32 }

@group(0) @binding(0) var<storage, read> spins: array<u32>;                  // (G, L, L), bit = chain
@group(0) @binding(1) var<storage, read_write> slot: array<u32>;             // (1) measurements finished
@group(0) @binding(2) var<storage, read_write> series: array<atomic<i32>>;   // (SLOTS, groups * 32, 3)
@group(0) @binding(3) var<storage, read> bonds: array<vec2u>;                // (G or 1, L, L) right, down: bits set where -J
@group(0) @binding(4) var<uniform> range: Range;

@compute @workgroup_size(64)
fn measure(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  let now = slot[0];
  if (i >= range.groups * L * 32u || now >= SLOTS) { return; }
  let chain = i % 32u;
  let y = (i / 32u) % L;
  let group = i / (32u * L);
  let row = (range.first + group) * L * L + y * L;
  let below = (range.first + group) * L * L + ((y + 1u) % L) * L;

  var up = 0u;
  var aligned = 0u;
  var even = 0u;
  var s = (spins[row] >> chain) & 1u;
  for (var x = 0u; x < L; x++) {
    let right = (spins[row + (x + 1u) % L] >> chain) & 1u;
    let down = (spins[below + x] >> chain) & 1u;
    var negative = vec2u();
    if (DISORDER > 0u) { negative = (bonds[select(0u, (range.first + group) * L * L, DISORDER == 2u) + y * L + x] >> vec2u(chain)) & vec2u(1u); }
    up += s;
    aligned += 2u - (s ^ right ^ negative.x) - (s ^ down ^ negative.y);
    even += s ^ ((x + y) & 1u);
    s = right;
  }
  let out = (now * range.groups * 32u + group * 32u + chain) * 3u;
  atomicAdd(&series[out], 2 * i32(aligned) - 2 * i32(L));
  atomicAdd(&series[out + 1u], 2 * i32(up) - i32(L));
  atomicAdd(&series[out + 2u], 2 * i32(even) - i32(L));
}

// A separate dispatch, so that no thread of a measurement reads what another one writes.
@compute @workgroup_size(1)
fn advance() {
  slot[0] += 1u;
}
