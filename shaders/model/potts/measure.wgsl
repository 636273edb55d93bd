// uses lib/counts
// uses lib/colours
// model/potts/measure  bonds and states of every chain of spins with Q states, appended to a series
// math    column d < DIFFERENCES: the number of bonds whose ends differ by d or by Q - d;  column DIFFERENCES + s: the number of
//         sites in state s
// grid    measure: one thread per (group of `range`, segment of 64 sites of a row, row, column), for all 32 chains, whose numbers are
//         counted bit plane by bit plane;  advance: one thread, after every measurement
// reads   measure state slot range
// writes  measure series += (integer atomics: the order of the additions cannot change the sums);  advance slot +=
// limits  the series must be zero where it is written; at most 3 storage buffers
// source  definitions

override DIFFERENCES: u32;   // 1, or all differences 0 to Q / 2

// Threads `begin` to `end` of those that measure the groups of 32 chains of a range, and the length of the series. A uniform and no constants,
// because drivers compile anew for each set of them.
struct Range { first: u32, groups: u32, slots: u32, begin: u32, end: u32 }

@group(0) @binding(0) var<storage, read> state: array<u32>;                  // (G, L, L, Q), bit = chain
@group(0) @binding(1) var<storage, read_write> slot: array<u32>;             // (1) measurements finished
@group(0) @binding(2) var<storage, read_write> series: array<atomic<u32>>;   // (slots, groups * 32, DIFFERENCES + Q)
@group(0) @binding(3) var<uniform> range: Range;

// Chains in which the states at two places differ by d or by Q - d.
fn differ_by(here: u32, there: u32, d: u32) -> u32 {
  var word = 0u;
  for (var s = 0u; s < Q; s++) { word |= state[here + s] & (state[there + (s + d) % Q] | state[there + (s + Q - d) % Q]); }
  return word;
}

@compute @workgroup_size(64)
fn measure(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  let now = slot[0];
  let segments = (L + 63u) / 64u;
  let columns = DIFFERENCES + Q;
  if (i >= range.end || now >= range.slots) { return; }
  let column = i % columns;
  let row = (i / columns) % L;
  let start = 64u * ((i / (columns * L)) % segments);
  let group = i / (columns * L * segments);
  let lattice = (range.first + group) * L * L;

  // At most three bonds of each of 64 sites: 192.
  var count: Count;
  for (var x = start; x < min(start + 64u, L); x++) {
    let here = (lattice + row * L + x) * Q;
    if (column >= DIFFERENCES) {
      add_at(&count, 0u, state[here + column - DIFFERENCES]);
    } else {
      for (var d = 0u; d < FORWARD; d++) { add_at(&count, 0u, differ_by(here, (lattice + neighbour(x, row, d)) * Q, column)); }
    }
  }
  for (var j = 0u; j < 8u; j++) {
    let four = bytes(&count, j);
    for (var k = 0u; k < 4u; k++) {
      let chain = group * 32u + j + 8u * k;
      atomicAdd(&series[(now * range.groups * 32u + chain) * columns + column], (four >> (8u * k)) & 255u);
    }
  }
}

// A separate dispatch, so that no thread of a measurement reads what another one writes.
@compute @workgroup_size(1)
fn advance() {
  slot[0] += 1u;
}
