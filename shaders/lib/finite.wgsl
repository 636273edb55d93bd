// Whether a float is finite. Drivers optimise x != x away, so the exponent bits are tested.
fn finite(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u;
}
