// uses lib/whole
// uses lib/view
// show/bars  dimers of one chain as rounded bars, SCALE x SCALE pixels a site
// math    a pixel belongs to the bar of its site's dimer where its distance to the segment between the two sites is at most 0.35;
//         horizontal dimers high, vertical ones low, each half mixed with the ground where its first site is odd along it
// grid    one fragment per pixel
// reads   bars state view
// writes  the colour of the pixel
// limits  a target of SCALE W x SCALE H pixels; a periodic lattice; at most 1 storage buffer
// source  definition

override W: u32;      // sites along a row
override H: u32;      // rows
override SCALE: u32;  // pixels along a site

@group(0) @binding(0) var<storage, read> state: array<u32>;  // (G, H, W, 2) right and down bonds, bit = chain
@group(0) @binding(1) var<uniform> view: View;               // first word of the group, bit of the chain

const RADIUS = 0.35;

fn covered(x: u32, y: u32, bond: u32) -> bool {
  return ((state[view.first + 2u * (y * W + x) + bond] >> view.lane) & 1u) == 1u;
}

@fragment
fn bars(@builtin(position) at: vec4f) -> @location(0) vec4f {
  let place = at.xy / f32(SCALE);
  let x = u32(place.x);
  let y = u32(place.y);
  let left = (x + W - 1u) % W;
  let above = (y + H - 1u) % H;
  // Where the other site of the dimer lies, and the coordinate of its first site along it.
  var other = vec2f();
  var along = 0u;
  if (covered(x, y, 0u)) { other = vec2f(1.0, 0.0); along = x; }
  else if (covered(left, y, 0u)) { other = vec2f(-1.0, 0.0); along = left; }
  else if (covered(x, y, 1u)) { other = vec2f(0.0, 1.0); along = y; }
  else if (covered(x, above, 1u)) { other = vec2f(0.0, -1.0); along = above; }
  let from_centre = fract(place) - 0.5;
  let away = length(from_centre - other * clamp(dot(from_centre, other), 0.0, 1.0));
  if (away > RADIUS) { return vec4f(ground(view), 1.0); }
  let colour = select(low(view), high(view), other.x != 0.0);
  return vec4f(mix(colour, ground(view), 0.5 * f32(along & 1u)), 1.0);
}
