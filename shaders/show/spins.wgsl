// uses lib/whole
// uses lib/view
// show/spins  two-state values of one chain, one pixel a site
// math    colour = high where s (-1)^(STAGGER (x + y)) is the upper value, else low
// grid    one fragment per site
// reads   spins state view
// writes  the colour of the pixel
// limits  a target of W x H pixels; one value a site; at most 1 storage buffer
// source  definition

override W: u32;            // sites along a row
override STAGGER: u32 = 0u; // 1: every second site is drawn flipped, so that antiferromagnetic order is one colour

@group(0) @binding(0) var<storage, read> state: array<u32>;  // (G, H, W), bit = chain
@group(0) @binding(1) var<uniform> view: View;               // first word of the group, bit of the chain

@fragment
fn spins(@builtin(position) at: vec4f) -> @location(0) vec4f {
  let x = u32(at.x);
  let y = u32(at.y);
  let up = ((state[view.first + y * W + x] >> view.lane) ^ (STAGGER & (x + y))) & 1u;
  return vec4f(select(low(view), high(view), up == 1u), 1.0);
}
