// uses lib/whole
// uses lib/view
// show/columns  masses of one chain as columns on a line, one pixel a site and a unit of mass
// math    the pixel at height h, counted from below, is high where h < m, else ground; low at the top of a column that is cut off
// grid    one fragment per site and height
// reads   columns state view
// writes  the colour of the pixel
// limits  a target of N x HEIGHT pixels; at most 1 storage buffer
// source  definition

override HEIGHT: u32;  // masses that are drawn whole

@group(0) @binding(0) var<storage, read> state: array<u32>;  // (G, N, 32) masses, chain last
@group(0) @binding(1) var<uniform> view: View;               // first site of the group, number of the chain in it

@fragment
fn columns(@builtin(position) at: vec4f) -> @location(0) vec4f {
  let mass = state[(view.first + u32(at.x)) * 32u + view.lane];
  let height = HEIGHT - 1u - u32(at.y);
  if (mass > HEIGHT && height == HEIGHT - 1u) { return vec4f(low(view), 1.0); }
  return vec4f(select(ground(view), high(view), height < mass), 1.0);
}
