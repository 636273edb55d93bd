// Union-find on the labels of an L x L lattice: label[site] is a site of the same cluster, never of larger index; a root labels
// itself. The order of threads affects the labels on the way, but not the root. The including file declares override L and
// labels: array<atomic<u32>>, (..., L * L, 32) with the chain last.
// source: union-find by atomicMin: Komura, Comput. Phys. Commun. 194, 54 (2015)

// The root of a site; `corner` is the label of site 0. Labels decrease along the path, so it is shorter than the lattice.
fn root(corner: u32, site: u32) -> u32 {
  var at = site;
  for (var hop = 0u; hop < L * L; hop++) {
    let next = atomicLoad(&labels[corner + at * 32u]);
    if (next == at) { break; }
    at = next;
  }
  return at;
}

// The same with path halving: every second label on the path is lowered to the one after the next, which keeps paths short.
fn settle(corner: u32, site: u32) -> u32 {
  var at = site;
  var next = atomicLoad(&labels[corner + at * 32u]);
  for (var hop = 0u; hop < L * L; hop++) {
    let after = atomicLoad(&labels[corner + next * 32u]);
    if (after == next) { break; }
    atomicMin(&labels[corner + at * 32u], after);
    at = next;
    next = after;
  }
  return next;
}

fn unite(corner: u32, one: u32, other: u32) {
  var a = one;
  var b = other;
  for (var attempt = 0u; attempt < L * L; attempt++) {
    a = settle(corner, a);
    b = settle(corner, b);
    if (a == b) { break; }
    let low = min(a, b);
    let high = max(a, b);
    // If another thread has joined the larger root to another site meanwhile, this thread continues with that site.
    let before = atomicMin(&labels[corner + high * 32u], low);
    if (before == high) { break; }
    a = before;
    b = low;
  }
}
