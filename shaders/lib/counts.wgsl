// Counts of 32 chains at once: bit planes of 1, 2, 4 to 128, so that one addition of words counts for all chains.
// source: multi-spin coding, Jacobs & Rebbi, J. Comput. Phys. 41, 203 (1981)

// Numbers of 0 to 255 of 32 chains.
alias Count = array<u32, 8>;

// Adds a bit of the weight 2^plane to each of the 32 numbers.
fn add_at(count: ptr<function, Count>, plane: u32, word: u32) {
  var carry = word;
  for (var p = plane; p < 8u; p++) {
    let next = (*count)[p] & carry;
    (*count)[p] ^= carry;
    carry = next;
  }
}

// The numbers of chains j, j + 8, j + 16 and j + 24, one to a byte.
fn bytes(count: ptr<function, Count>, j: u32) -> u32 {
  var sum = 0u;
  for (var p = 0u; p < 8u; p++) { sum += (((*count)[p] >> j) & 0x01010101u) << p; }
  return sum;
}
