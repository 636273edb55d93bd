// model/chipping/measure  moments and counts of the masses of every chain, appended to a series
// math    number of sites with 0, 1 and 2 units; sum m^2; sum m_i m_(i+1); max m
// grid    measure: one thread per chain of the groups of `window`
// reads   measure masses window
// writes  measure series = filled
// limits  a total mass below 65536, so that no sum overflows; at most 3 storage buffers
// source  definitions

override N: u32;       // sites of the ring

// The groups that are measured, and the length of the series. A uniform and no constants, because drivers compile anew for each set of them.
struct Window { first: u32, groups: u32, slots: u32 }

@group(0) @binding(0) var<storage, read> masses: array<u32>;         // (G, N, 32)
@group(0) @binding(1) var<storage, read_write> series: array<u32>;   // (slots, groups * 32, 6)
@group(0) @binding(2) var<storage, read_write> filled: array<u32>;   // (groups * 32) slots written, each chain its own
@group(0) @binding(3) var<uniform> window: Window;

@compute @workgroup_size(64)
fn measure(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  if (i >= window.groups * 32u) { return; }
  let slot = filled[i];
  if (slot >= window.slots) { return; }
  filled[i] = slot + 1u;

  let first = (window.first + i / 32u) * N * 32u + i % 32u;
  var counts = vec3u(0u);
  var squares = 0u;
  var neighbours = 0u;
  var largest = 0u;
  var before = masses[first + (N - 1u) * 32u];
  for (var site = 0u; site < N; site++) {
    let mass = masses[first + site * 32u];
    counts += select(vec3u(0u), vec3u(1u), vec3u(mass) == vec3u(0u, 1u, 2u));
    squares += mass * mass;
    neighbours += before * mass;
    largest = max(largest, mass);
    before = mass;
  }
  let out = (slot * window.groups * 32u + i) * 6u;
  series[out] = counts.x;
  series[out + 1u] = counts.y;
  series[out + 2u] = counts.z;
  series[out + 3u] = squares;
  series[out + 4u] = neighbours;
  series[out + 5u] = largest;
}
