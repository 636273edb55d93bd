// uses lib/threefry
// uses lib/runs
// model/ising/cluster  Swendsen-Wang cluster updates of Ising spins, 32 independent chains per word (bit = chain)
// math    a bond with J s s' > 0 is occupied with probability 1 - exp(-2|J|/T), u < threshold decided bit plane by bit
//         plane; sites joined by occupied bonds are a cluster, its root the site of smallest index; a cluster flips
//         where the random bit of its root is 1. Clusters are found by union-find: label[site] is a site of the same
//         cluster, never of larger index; a root labels itself. The order of threads affects the labels on the
//         way, but not the root, and so no bit of the result.
//         A word holds 32 sites of a row of one chain, a segment (model/ising/rows). Only the head of a run, the first of
//         sites of a segment joined from left to right, carries a label.
// grid    draw, join: one thread per (group, row, segment, chain);  label, flip: one per (group, strip of ROWS rows,
//         segment, chain)
// reads   draw rows keys thresholds clock batch;  label bonds batch;  join bonds batch;  flip bonds coins labels batch
// writes  draw bonds coins =;  label labels = (atomicMin);  join labels (atomicMin);  flip rows clock =
// limits  one array of labels serves the chains low .. low + CHAINS of every group; at most 6 storage buffers
// source  Swendsen & Wang, PRL 58, 86 (1987); union-find by atomicMin: Komura, Comput. Phys. Commun. 194, 54 (2015)

override L: u32;        // lattice side, sites
override CHAINS: u32;   // how many chains of every group move
override ANTI: u32;     // 1 when the coupling is negative
override ROWS: u32;     // rows that one thread labels
override S: u32 = (L + 31u) / 32u;  // segments of a row

// The chains of a dispatch, as a uniform, because drivers compile anew for each set of constants: threads `begin` to `end` of those of the
// groups from `first` on, of every group CHAINS chains from `low` on; `last` is 1 for the last batch of a sweep, which advances the clock.
struct Batch { first: u32, begin: u32, end: u32, low: u32, last: u32 }

@group(0) @binding(0) var<storage, read_write> rows: array<u32>;            // (groups, L, S, 32), bit = site of the segment
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;                // (G)
@group(0) @binding(2) var<storage, read> thresholds: array<u32>;            // (G) floor(2^32 (1 - exp(-2|J|/T)))
@group(0) @binding(3) var<storage, read_write> clock: array<u32>;           // (1) sweeps finished
@group(0) @binding(4) var<storage, read_write> bonds: array<vec2u>;         // (groups, L, S, CHAINS) to the right, down
@group(0) @binding(5) var<storage, read_write> coins: array<u32>;           // (groups, L, S, CHAINS)
@group(0) @binding(6) var<storage, read_write> labels: array<atomic<u32>>;  // (groups, L * L, CHAINS) sites
@group(0) @binding(7) var<uniform> batch: Batch;

// A segment of a row in one chain.
struct Segment { lane: u32, group: u32, y: u32, part: u32, moves: bool }

fn segment(i: u32) -> Segment {
  let rest = i / CHAINS;
  let row = rest / S;
  return Segment(i % CHAINS, row / L, row % L, rest % S, i < batch.end);
}

// The first segment of a strip of ROWS rows.
fn strip(i: u32) -> Segment {
  let strips = (L + ROWS - 1u) / ROWS;
  let rest = i / CHAINS;
  let row = rest / S;
  return Segment(i % CHAINS, row / strips, (row % strips) * ROWS, rest % S, i < batch.end);
}

// The same segment one row farther down, and the next one in the row.
fn below(s: Segment) -> Segment {
  return Segment(s.lane, s.group, select(s.y + 1u, 0u, s.y + 1u == L), s.part, true);
}

fn beside(s: Segment) -> Segment {
  return Segment(s.lane, s.group, s.y, select(s.part + 1u, 0u, s.part + 1u == S), true);
}

fn index_of(s: Segment) -> u32 {
  return (s.group * L + s.y) * S + s.part;
}

fn site_of(s: Segment) -> u32 {
  return s.y * L + s.part * 32u;
}

fn spins_of(s: Segment) -> u32 {
  return rows[index_of(s) * 32u + batch.low + s.lane];
}

// Sites of the segment that exist: a row's last segment may be shorter.
fn existing(s: Segment) -> u32 {
  return 0xffffffffu >> (32u - min(32u, L - s.part * 32u));
}

@compute @workgroup_size(64)
fn draw(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = batch.begin + id.x + id.y * grid.x * 64u;
  let s = segment(i);
  if (!s.moves) { return; }
  let group = batch.first + s.group;
  let key = keys[group];
  let counter = vec4u(batch.low + s.lane, s.y * S + s.part, clock[0], 0u);
  let sites = existing(s);
  let end = firstLeadingBit(sites);

  let here = spins_of(s);
  let like = select(0xffffffffu, 0u, ANTI == 1u);
  // Bits set where the bond is satisfied and not yet decided.
  var right = (here ^ ((here >> 1u) | ((spins_of(beside(s)) & 1u) << end)) ^ like) & sites;
  var down = (here ^ spins_of(below(s)) ^ like) & sites;
  var occupied = vec2u();
  var threshold = thresholds[group];
  for (var two = 0u; two < 16u; two++) {
    if ((right | down) == 0u) { break; }
    // Two bit planes of each bond; bonds whose bits equal those of the threshold stay undecided.
    let words = threefry12(counter + vec4u(0u, 0u, 0u, two), key);
    let high = select(0u, 0xffffffffu, (threshold & 0x80000000u) != 0u);
    occupied |= vec2u(right & high & ~words.x, down & high & ~words.z);
    right &= ~(high ^ words.x);
    down &= ~(high ^ words.z);
    let low = select(0u, 0xffffffffu, (threshold & 0x40000000u) != 0u);
    occupied |= vec2u(right & low & ~words.y, down & low & ~words.w);
    right &= ~(low ^ words.y);
    down &= ~(low ^ words.w);
    threshold <<= 2u;
  }
  bonds[i] = occupied;
  coins[i] = threefry12(counter + vec4u(0u, 0u, 0u, 16u), key).x;
}

fn label_of(s: Segment, site: u32) -> u32 {
  return (s.group * L * L + site) * CHAINS + s.lane;
}

fn root(s: Segment, site: u32) -> u32 {
  var at = site;
  // Labels decrease along the path, so it is shorter than the lattice.
  for (var hop = 0u; hop < L * L; hop++) {
    let next = atomicLoad(&labels[label_of(s, at)]);
    if (next == at) { break; }
    at = next;
  }
  return at;
}

// The same with path halving: every second label on the path is set to the one after the next, which keeps paths short. A label
// that another thread lowers meanwhile may be raised again; that thread continues with the label it found there.
fn settle(s: Segment, site: u32) -> u32 {
  var at = site;
  var next = atomicLoad(&labels[label_of(s, at)]);
  for (var hop = 0u; hop < L * L; hop++) {
    let after = atomicLoad(&labels[label_of(s, next)]);
    if (after == next) { break; }
    atomicStore(&labels[label_of(s, at)], after);
    at = next;
    next = after;
  }
  return next;
}

fn unite(s: Segment, one: u32, other: u32) {
  var a = one;
  var b = other;
  for (var attempt = 0u; attempt < L * L; attempt++) {
    a = settle(s, a);
    b = settle(s, b);
    if (a == b) { break; }
    let low = min(a, b);
    let high = max(a, b);
    // If another thread has joined the larger root to another site meanwhile, this thread continues with that site.
    let before = atomicMin(&labels[label_of(s, high)], low);
    if (before == high) { break; }
    a = before;
    b = low;
  }
}

fn bonds_above(s: Segment) -> u32 {
  return bonds[index_of(Segment(s.lane, s.group, select(s.y, L, s.y == 0u) - 1u, s.part, true)) * CHAINS + s.lane].y;
}

fn unite_rows(upper: Segment, lower: Segment, above: u32, under: u32, bits: u32) {
  var left = bits;
  for (var n = 0u; n < 32u; n++) {
    if (left == 0u) { break; }
    let here = upto(firstTrailingBit(left));
    unite(upper, site_of(upper) + firstLeadingBit(above & here), site_of(lower) + firstLeadingBit(under & here));
    left &= left - 1u;
  }
}

@compute @workgroup_size(64)
fn label(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  var s = strip(batch.begin + id.x + id.y * grid.x * 64u);
  if (!s.moves) { return; }
  let sites = existing(s);
  let end = min(s.y + ROWS, L);
  var upper = s;
  var above = 0u;
  var down = 0u;
  var up_bonds = bonds_above(s);
  for (; s.y < end; s.y++) {
    let occupied = bonds[index_of(s) * CHAINS + s.lane];
    let under = heads(occupied.x, sites);
    // A run takes the label of the first run above that it is joined to; an isolated run needs no label.
    var left = under & joined(up_bonds, occupied.x, occupied.y, sites);
    var known = 0u;
    for (var n = 0u; n < 32u; n++) {
      if (left == 0u) { break; }
      let k = firstTrailingBit(left);
      left &= left - 1u;
      let up = down & onward(1u << k) & ~onward(under & ~upto(k));
      var value = site_of(s) + k;
      if (up != 0u) {
        known |= up & (0u - up);
        value = atomicLoad(&labels[label_of(s, site_of(upper) + firstLeadingBit(above & upto(firstTrailingBit(up))))]);
      }
      atomicStore(&labels[label_of(s, site_of(s) + k)], value);
    }
    unite_rows(upper, s, above, under, links(above, under, down) & ~known);
    upper = s;
    above = under;
    down = occupied.y;
    up_bonds = occupied.y;
  }
}

@compute @workgroup_size(64)
fn join(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = batch.begin + id.x + id.y * grid.x * 64u;
  let s = segment(i);
  if (!s.moves) { return; }
  let sites = existing(s);
  let occupied = bonds[i];
  let ours = heads(occupied.x, sites);
  // From strip to strip, and around the torus.
  if ((s.y + 1u) % ROWS == 0u || s.y + 1u == L) {
    let lower = below(s);
    let theirs = heads(bonds[index_of(lower) * CHAINS + s.lane].x, sites);
    unite_rows(s, lower, ours, theirs, links(ours, theirs, occupied.y));
  }
  // A run that continues in the next segment, or around the torus.
  if (((occupied.x >> firstLeadingBit(sites)) & 1u) == 1u) { unite(s, site_of(s) + firstLeadingBit(ours), site_of(beside(s))); }
}

@compute @workgroup_size(64)
fn flip(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = batch.begin + id.x + id.y * grid.x * 64u;
  if (batch.last == 1u && i == 0u) { clock[0] += 1u; }
  var s = strip(i);
  if (!s.moves) { return; }
  let sites = existing(s);
  let end = min(s.y + ROWS, L);
  var flips = 0u;
  var down = 0u;
  var up_bonds = bonds_above(s);
  for (; s.y < end; s.y++) {
    let occupied = bonds[index_of(s) * CHAINS + s.lane];
    let runs = heads(occupied.x, sites);
    let others = joined(up_bonds, occupied.x, occupied.y, sites);
    // Isolated runs have their own random bit, runs joined to the row above flip with it; others follow their root.
    flips = spread((flips & down) | (coins[index_of(s) * CHAINS + s.lane] & runs & ~others), occupied.x);
    var left = runs & others & ~spread(down, occupied.x);
    for (var n = 0u; n < 32u; n++) {
      if (left == 0u) { break; }
      let k = firstTrailingBit(left);
      left &= left - 1u;
      let at = root(s, site_of(s) + k);
      let y = at / L;
      let x = at - y * L;
      let coin = (coins[((s.group * L + y) * S + x / 32u) * CHAINS + s.lane] >> (x % 32u)) & 1u;
      flips |= select(0u, onward(1u << k) & ~onward(runs & ~upto(k)), coin == 1u);
    }
    flips &= sites;
    down = occupied.y;
    up_bonds = occupied.y;
    rows[index_of(s) * 32u + batch.low + s.lane] ^= flips;
  }
}
