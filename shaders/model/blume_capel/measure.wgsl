// uses lib/counts
// uses lib/colours
// model/blume_capel/measure  spins and bonds of every chain of spins -1, 0, 1, appended to a series
// math    columns: number of spins -1, of spins 1, of bonds with S S' = -1, with S S' = 1
// grid    measure: one thread per (group of `range`, segment of 64 sites of a row, row), for all 32 chains, whose numbers are
//         counted bit plane by bit plane;  advance: one thread, after every measurement
// reads   measure state slot range
// writes  measure series += (integer atomics: the order of the additions cannot change the sums);  advance slot +=
// limits  Q = 3; the series must be zero where it is written; at most 3 storage buffers
// source  definitions


// Threads `begin` to `end` of those that measure the groups of 32 chains of a range, and the length of the series. A uniform and no constants,
// because drivers compile anew for each set of them.
struct Range { first: u32, groups: u32, slots: u32, begin: u32, end: u32 }

@group(0) @binding(0) var<storage, read> state: array<u32>;                  // (G, L, L, 3), bit = chain: S = -1, 0, 1
@group(0) @binding(1) var<storage, read_write> slot: array<u32>;             // (1) measurements finished
@group(0) @binding(2) var<storage, read_write> series: array<atomic<u32>>;   // (slots, groups * 32, 4)
@group(0) @binding(3) var<uniform> range: Range;

@compute @workgroup_size(64)
fn measure(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  let now = slot[0];
  let segments = (L + 63u) / 64u;
  if (i >= range.end || now >= range.slots) { return; }
  let row = i % L;
  let start = 64u * ((i / L) % segments);
  let group = i / (L * segments);
  let lattice = (range.first + group) * L * L;

  // At most three bonds of each of 64 sites: 192.
  var minus: Count;
  var plus: Count;
  var unlike: Count;
  var like: Count;
  for (var x = start; x < min(start + 64u, L); x++) {
    let here = (lattice + row * L + x) * Q;
    let below = state[here];
    let above = state[here + 2u];
    add_at(&minus, 0u, below);
    add_at(&plus, 0u, above);
    for (var d = 0u; d < FORWARD; d++) {
      let there = (lattice + neighbour(x, row, d)) * Q;
      let m = state[there];
      let p = state[there + 2u];
      add_at(&unlike, 0u, (below & p) | (above & m));
      add_at(&like, 0u, (below & m) | (above & p));
    }
  }
  for (var j = 0u; j < 8u; j++) {
    let counts = vec4u(bytes(&minus, j), bytes(&plus, j), bytes(&unlike, j), bytes(&like, j));
    for (var k = 0u; k < 4u; k++) {
      let n = (counts >> vec4u(8u * k)) & vec4u(255u);
      let out = ((now * range.groups + group) * 32u + j + 8u * k) * 4u;
      atomicAdd(&series[out], n.x);
      atomicAdd(&series[out + 1u], n.y);
      atomicAdd(&series[out + 2u], n.z);
      atomicAdd(&series[out + 3u], n.w);
    }
  }
}

// A separate dispatch, so that no thread of a measurement reads what another one writes.
@compute @workgroup_size(1)
fn advance() {
  slot[0] += 1u;
}
