// Whether a float is a number. x != x is folded away by drivers, so the exponent bits are looked at.
fn finite(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u;
}
