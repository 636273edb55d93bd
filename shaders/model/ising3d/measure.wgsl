// uses lib/counts
// uses lib/cubes
// model/ising3d/measure  bond sum and magnetisations of every chain, appended to a series
// math    bonds = sum over right, down and behind neighbours of s s';  m = sum s;  staggered = sum (-1)^(x+y+z) s
//         four sums s cos, s sin along y and along z, with the cosines and sines of `waves`; staggered spins where STAGGERED
// grid    measure: one thread per (group of `range`, segment of 64 sites of a row, row), for all 32 chains, whose sums are counted
//         bit plane by bit plane;  advance: one thread, after every measurement
// reads   measure spins waves slot range
// writes  measure series += (integer atomics: the order of the additions cannot change the sums);  advance slot +=
// limits  the series must be zero where it is written; X * Y * Z times the largest of `waves` fits i32; at most 4 storage buffers
// source  definitions

override STAGGERED: u32;  // 1 when the waves are those of the staggered spins

// Threads `begin` to `end` of those that measure the groups of 32 chains of a range, and the length of the series. A uniform and no constants,
// because drivers compile anew for each set of them.
struct Range { first: u32, groups: u32, slots: u32, begin: u32, end: u32 }

@group(0) @binding(0) var<storage, read> spins: array<u32>;                  // (G, Z, Y, X), bit = chain
@group(0) @binding(1) var<storage, read_write> slot: array<u32>;             // (1) measurements finished
@group(0) @binding(2) var<storage, read_write> series: array<atomic<i32>>;   // (slots, groups * 32, 7)
@group(0) @binding(3) var<storage, read> waves: array<vec2i>;                // (Y + Z) cosine, sine along y, then along z, in fixed point
@group(0) @binding(4) var<uniform> range: Range;

@compute @workgroup_size(64)
fn measure(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  let now = slot[0];
  let segments = (X + 63u) / 64u;
  let rows = Y * Z;
  if (i >= range.end || now >= range.slots) { return; }
  let y = i % Y;
  let z = (i / Y) % Z;
  let start = 64u * ((i / rows) % segments);
  let group = i / (rows * segments);
  let end = min(start + 64u, X);
  let lattice = (range.first + group) * X * rows;

  // Sites of either parity of x that are up, and at most three bonds that are not satisfied of each of 64 sites: 192.
  var even: Count;
  var odd: Count;
  var broken: Count;
  for (var x = start; x < end; x++) {
    let site = vec3u(x, y, z);
    let s = spins[lattice + index_of(site)];
    if ((x & 1u) == 0u) { add_at(&even, 0u, s); } else { add_at(&odd, 0u, s); }
    for (var d = 0u; d < 6u; d += 2u) { add_at(&broken, 0u, s ^ spins[lattice + neighbour(site, d)]); }
  }
  let length = i32(end - start);
  let odds = length / 2;
  for (var j = 0u; j < 8u; j++) {
    let counts = vec3u(bytes(&even, j), bytes(&odd, j), bytes(&broken, j));
    for (var k = 0u; k < 4u; k++) {
      let n = vec3i((counts >> vec3u(8u * k)) & vec3u(255u));
      let up = 2 * (n.x + n.y) - length;
      let staggered = (2 * (n.x - n.y) - (length - 2 * odds)) * select(1, -1, ((y + z) & 1u) == 1u);
      let line = select(up, staggered, STAGGERED == 1u);
      let along_y = waves[y] * line;
      let along_z = waves[Y + z] * line;
      let out = ((now * range.groups + group) * 32u + j + 8u * k) * 7u;
      atomicAdd(&series[out], 3 * length - 2 * n.z);
      atomicAdd(&series[out + 1u], up);
      atomicAdd(&series[out + 2u], staggered);
      atomicAdd(&series[out + 3u], along_y.x);
      atomicAdd(&series[out + 4u], along_y.y);
      atomicAdd(&series[out + 5u], along_z.x);
      atomicAdd(&series[out + 6u], along_z.y);
    }
  }
}

// A separate dispatch, so that no thread of a measurement reads what another one writes.
@compute @workgroup_size(1)
fn advance() {
  slot[0] += 1u;
}
