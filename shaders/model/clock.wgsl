// model/clock  counts the sweeps of chains whose rule has no counter of its own
// math    time += 1
// grid    tick: one thread per group of `range`
// reads   tick range
// writes  tick clock +=
// limits  at most 1 storage buffer
// source  definition

struct Range { first: u32, groups: u32 }

@group(0) @binding(0) var<storage, read_write> clock: array<u32>;   // (G) sweeps finished
@group(0) @binding(1) var<uniform> range: Range;

@compute @workgroup_size(64)
fn tick(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  if (i >= range.groups) { return; }
  clock[range.first + i] += 1u;
}
