// Runs of sites in a word of 32 neighbouring sites (bit = site). `right` has the bond from each site to the next. Sites
// joined by these bonds are a run, and its first site is the head. Bits spread along runs in steps of 1, 2, 4, 8 and 16 sites.
// source: parallel prefix by doubling, Hillis & Steele, Commun. ACM 29, 1170 (1986)

// The first site of every run.
fn heads(right: u32, sites: u32) -> u32 {
  return (~(right << 1u) | 1u) & sites;
}

// Sites of the same runs as those given.
fn spread(some: u32, right: u32) -> u32 {
  var x = some;
  var before = right << 1u;
  x |= before & (x << 1u);
  before &= before << 1u;
  x |= before & (x << 2u);
  before &= before << 2u;
  x |= before & (x << 4u);
  before &= before << 4u;
  x |= before & (x << 8u);
  before &= before << 8u;
  x |= before & (x << 16u);
  var after = right;
  x |= after & (x >> 1u);
  after &= after >> 1u;
  x |= after & (x >> 2u);
  after &= after >> 2u;
  x |= after & (x >> 4u);
  after &= after >> 4u;
  x |= after & (x >> 8u);
  after &= after >> 8u;
  return x | (after & (x >> 16u));
}

// Sites of runs that may be joined to others; `up` and `down` are the vertical bonds above and below the row. The run
// at the beginning of the segment counts as joined, so that the previous segment need not be read.
fn joined(up: u32, right: u32, down: u32, sites: u32) -> u32 {
  return spread(up | down | 1u | (right & (sites ^ (sites >> 1u))), right);
}

// Bits 0 .. k.
fn upto(k: u32) -> u32 {
  return 0xffffffffu >> (31u - k);
}

// All bits from the lowest set bit on; zero if no bit is set.
fn onward(bits: u32) -> u32 {
  return ~((bits & (0u - bits)) - 1u);
}

// Vertical bonds that each join two runs not joined by earlier bonds. Runs are given by their heads.
fn links(above: u32, under: u32, down: u32) -> u32 {
  var found = 0u;
  var left = down;
  for (var n = 0u; n < 32u; n++) {
    if (left == 0u) { break; }
    let first = left & (0u - left);
    found |= first;
    // Until one of the two runs ends, further bonds join the same two runs.
    left &= onward((above | under) & ~(first | (first - 1u)));
  }
  return found;
}
