// uses lib/window
// view/gather_reals  pairs (V, E) of one minibatch of real numbers, cut at random places or at fixed sites
// math    samples 32 b .. 32 b + 31 of step t are the chains of group (t + b) mod groups, each once, or of group
//         (STRIDE t + b) mod groups where there is a STRIDE, at one uniform place; numbers are taken as they are
// grid    gather: one thread per (replica, 8 samples, value of the window): neighbours write side by side, and the
//         eight numbers lie side by side
// reads   gather numbers sites geometry source keys step sizes
// writes  gather visible environment =
// limits  values beyond a smaller environment are zero; at most 8 storage buffers
// source  definitions; pairs (V, E): Goekmen et al., PRE 104, 064106 (2021), arXiv:2103.16887

override V: u32;         // values of a block
override E: u32;         // values of an environment, the largest of all geometries

@group(0) @binding(0) var<storage, read> numbers: array<u32>;         // (G, Z, Y, X, CHANNELS, 32) bits of f32, chain last
@group(0) @binding(1) var<storage, read> sites: array<u32>;           // (windows, VIEWS, V + E) channel, x, y, z
@group(0) @binding(2) var<storage, read> geometry: array<vec4u>;      // (R) window, values of V and of E, 0
@group(0) @binding(3) var<storage, read> source: array<vec2u>;        // (R, PARTS) first group of chains, how many
@group(0) @binding(4) var<storage, read> keys: array<vec2u>;          // (R)
@group(0) @binding(5) var<storage, read> step: array<u32>;            // (R)
@group(0) @binding(6) var<storage, read_write> visible: array<f32>;        // (R, K, V)
@group(0) @binding(7) var<storage, read_write> environment: array<f32>;    // (R, K, E)
@group(0) @binding(8) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn gather(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  let tile = id.x / (V + E);
  let i = id.x % (V + E);
  if (tile >= (sizes.K + 7u) / 8u) { return; }
  let d = draw(tile, step[r], source[r * PARTS + sizes.PART], keys[r]);
  let g = geometry[r];
  let at = (d.group * (X * Y * Z * CHANNELS) + place(sites[row_of(g.x, d) * (V + E) + i], d.corner)) * 32u;
  let live = select(i - V < g.z, i < g.y, i < V);
  let first = d.first + select(SHUFFLE, 0u, i < V);
  for (var j = 0u; j < min(8u, sizes.K - 8u * tile); j++) {
    let k = 8u * tile + j;
    let value = select(0.0, bitcast<f32>(numbers[at + ((first + j) & 31u)]), live);
    if (i < V) {
      visible[(r * sizes.K + k) * V + i] = value;
    } else {
      environment[(r * sizes.K + k) * E + i - V] = value;
    }
  }
}
