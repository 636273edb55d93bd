// model/graph_dimers/state  packs dimers of chains that are done: one word per edge, bit = chain
// math    bit = 1 where the half-edge of the edge's first node is that of its dimer
// grid    publish: one thread per (group, edge) of `moving`
// reads   publish mates ready ends moving
// writes  publish bonds =
// limits  at most 4 storage buffers
// source  definition

override N: u32;        // nodes
override M: u32;        // edges

// As in model/graph_dimers/worm.
struct Moving { first: u32, groups: u32, sweeps: u32, ends: u32, calls: u32 }

@group(0) @binding(0) var<storage, read> mates: array<u32>;         // (G, 32, N) the half-edge of a node's dimer
@group(0) @binding(1) var<storage, read> ready: array<u32>;         // (G) bit = chain: all its sweeps completed
@group(0) @binding(2) var<storage, read> ends: array<vec2u>;        // (M) a node of each edge, and the half-edge at it
@group(0) @binding(3) var<storage, read_write> bonds: array<u32>;   // (G, M) bit = chain
@group(0) @binding(4) var<uniform> moving: Moving;

@compute @workgroup_size(64)
fn publish(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  if (i >= moving.groups * M) { return; }
  let group = moving.first + i / M;
  let edge = i % M;
  let end = ends[edge];
  let chains = ready[group];
  var word = 0u;
  for (var c = 0u; c < 32u; c++) {
    word |= u32(mates[(group * 32u + c) * N + end.x] == end.y) << c;
  }
  let at = group * M + edge;
  bonds[at] = (bonds[at] & ~chains) | (word & chains);
}
