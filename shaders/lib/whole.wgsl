// lib/whole  one triangle that covers the whole target, in which every pixel is then drawn by itself

@vertex
fn whole(@builtin(vertex_index) corner: u32) -> @builtin(position) vec4f {
  return vec4f(f32((corner << 1u) & 2u) * 2.0 - 1.0, f32(corner & 2u) * 2.0 - 1.0, 0.0, 1.0);
}
