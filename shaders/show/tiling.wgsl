// uses lib/whole
// uses lib/view
// show/tiling  dimers of one chain on the edges of a planar graph as rounded bars, its other edges as thin lines, SIDE x SIDE pixels
// math    d_e = distance from the pixel's middle to edge e of the node nearest to it; colour = mix(ground, high, 0.3 a(min_e d_e, 0.045)), then
//         mixed with the colour of its dimer's direction by a(d, BAR), where a(d, r) = clamp(1/2 + (r - d) SIDE / (2 HALF), 0, 1);
//         direction j of four has mix(high, ground, 0.15 j)
// grid    one fragment per pixel
// reads   tiling state view near nodes halves
// writes  the colour of the pixel
// limits  a target of SIDE x SIDE pixels; edges long enough that a pixel on a bar is nearest to one of its ends; at most 4 storage buffers
// source  definition

override SIDE: u32;  // pixels along the picture
override HALF: f32;  // from its middle, the origin, to its edge, in lengths of edges
override BAR: f32;   // half of the width of a bar

@group(0) @binding(0) var<storage, read> state: array<u32>;    // (G, M) bit = chain
@group(0) @binding(1) var<uniform> view: View;                 // first word of the group, bit of the chain
@group(0) @binding(2) var<storage, read> near: array<u32>;     // (SIDE, SIDE) the nearest node, or NONE where no bar can be
@group(0) @binding(3) var<storage, read> nodes: array<vec4f>;  // (N) x, y upwards, first half-edge, degree
@group(0) @binding(4) var<storage, read> halves: array<vec4f>; // (half-edges) from the node along x and y, number of the edge, direction

const NONE = 0xffffffffu;
const LINE = 0.045;
const FAR = 1e3;

// How much of a pixel lies within a width of a line.
fn covering(away: f32, width: f32) -> f32 {
  return clamp(0.5 + (width - away) * f32(SIDE) / (2.0 * HALF), 0.0, 1.0);
}

@fragment
fn tiling(@builtin(position) at: vec4f) -> @location(0) vec4f {
  let number = near[u32(at.y) * SIDE + u32(at.x)];
  if (number == NONE) { return vec4f(ground(view), 1.0); }
  let node = nodes[number];
  let here = HALF * vec2f(2.0 * at.x / f32(SIDE) - 1.0, 1.0 - 2.0 * at.y / f32(SIDE)) - node.xy;
  var line = FAR;
  var bar = FAR;
  var direction = 0.0;
  for (var h = u32(node.z); h < u32(node.z) + u32(node.w); h++) {
    let edge = halves[h];
    let away = length(here - edge.xy * clamp(dot(here, edge.xy) / dot(edge.xy, edge.xy), 0.0, 1.0));
    line = min(line, away);
    if (((state[view.first + u32(edge.z)] >> view.lane) & 1u) == 1u) {
      bar = away;
      direction = edge.w;
    }
  }
  let free = mix(ground(view), high(view), 0.3 * covering(line, LINE));
  return vec4f(mix(free, mix(high(view), ground(view), 0.15 * direction), covering(bar, BAR)), 1.0);
}
