// uses lib/whole
// uses lib/view
// show/field  a field of numbers from -1 to 1, one pixel a value
// math    colour = mix(ground, high, v) where v > 0, else mix(ground, low, -v)
// grid    one fragment per value
// reads   field values view
// writes  the colour of the pixel
// limits  a target of W x H pixels; at most 1 storage buffer
// source  definition

override W: u32;  // values along a row

@group(0) @binding(0) var<storage, read> values: array<f32>;  // (H, W)
@group(0) @binding(1) var<uniform> view: View;

@fragment
fn field(@builtin(position) at: vec4f) -> @location(0) vec4f {
  let v = clamp(values[u32(at.y) * W + u32(at.x)], -1.0, 1.0);
  return vec4f(mix(ground(view), select(low(view), high(view), v > 0.0), abs(v)), 1.0);
}
