// sample/ising_measure  bond sum and magnetisations of every chain, appended to a series
// math    bonds = sum over right and down neighbours of s s';  m = sum s;  staggered = sum (-1)^(x+y) s
// grid    measure: one thread per (group, row, chain of the group)
// reads   measure spins clock window
// writes  measure series += (integer atomics: the order of the additions cannot change the sums)
// limits  the series must be zero where it is written; at most 3 storage buffers
// source  definitions

override L: u32;       // lattice side, sites
override FIRST: u32;   // first group measured
override GROUPS: u32;  // how many groups are measured
override SLOTS: u32;   // length of the series

// Slot = (sweeps finished - start) / every, so that the series advances without the host.
struct Window { start: u32, every: u32 }

@group(0) @binding(0) var<storage, read> spins: array<u32>;                  // (G, L, L), bit = chain
@group(0) @binding(1) var<storage, read> clock: array<u32>;                  // (G, 2)
@group(0) @binding(2) var<storage, read_write> series: array<atomic<i32>>;   // (SLOTS, GROUPS * 32, 3)
@group(0) @binding(3) var<uniform> window: Window;

@compute @workgroup_size(64)
fn measure(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  let slot = (clock[2u * FIRST + 1u] - window.start) / window.every - 1u;
  if (i >= GROUPS * L * 32u || slot >= SLOTS) { return; }
  let chain = i % 32u;
  let y = (i / 32u) % L;
  let group = i / (32u * L);
  let row = (FIRST + group) * L * L + y * L;
  let below = (FIRST + group) * L * L + ((y + 1u) % L) * L;

  var up = 0u;
  var aligned = 0u;
  var even = 0u;
  var s = (spins[row] >> chain) & 1u;
  for (var x = 0u; x < L; x++) {
    let right = (spins[row + (x + 1u) % L] >> chain) & 1u;
    let down = (spins[below + x] >> chain) & 1u;
    up += s;
    aligned += 2u - (s ^ right) - (s ^ down);
    even += s ^ ((x + y) & 1u);
    s = right;
  }
  let out = (slot * GROUPS * 32u + group * 32u + chain) * 3u;
  atomicAdd(&series[out], 2 * i32(aligned) - 2 * i32(L));
  atomicAdd(&series[out + 1u], 2 * i32(up) - i32(L));
  atomicAdd(&series[out + 2u], 2 * i32(even) - i32(L));
}
