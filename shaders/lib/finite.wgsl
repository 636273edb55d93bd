// Whether a float is finite, from its bits as they lie in memory. Compilers may assume that what a kernel computes is finite, and drop a test of
// it: so a number is written by one dispatch, and its bits are loaded by the next.
fn finite(bits: u32) -> bool {
  return (bits & 0x7f800000u) != 0x7f800000u;
}
