// uses lib/threefry
// uses lib/transpose
// sample/cluster  Swendsen-Wang cluster updates of Ising spins, 32 independent chains per word (bit = chain)
// math    a bond with J s s' > 0 is occupied with probability 1 - exp(-2|J|/T), u < threshold decided bit plane by bit
//         plane; sites joined by occupied bonds are a cluster, its root the site of smallest index; a cluster flips
//         where the coin of its root shows 1. Clusters are found by union-find: label[site] is a site of the same
//         cluster, never of larger index; a root labels itself. Which thread comes first decides which labels lie on
//         the way, but not the root, hence not a single bit of the result.
//         In between a word holds 32 sites of a row of one chain, a segment. Only the head of a run, the first of
//         sites of a segment joined from left to right, carries a label.
// grid    gather, scatter: one thread per (group, row, segment);  draw, join, flip: one per (group, row, segment, chain)
// reads   gather spins;  draw rows keys thresholds clock;  join bonds;  flip bonds coins labels;  scatter rows
// writes  gather rows =;  draw bonds coins labels =;  join labels (atomicMin);  flip rows =;  scatter spins clock =
// limits  one array of labels serves the chains LOW .. LOW + CHAINS of every group; at most 7 storage buffers
// source  Swendsen & Wang, PRL 58, 86 (1987); union-find by atomicMin: Komura, Comput. Phys. Commun. 194, 54 (2015)

override L: u32;        // lattice side, sites
override FIRST: u32;    // first group of 32 chains that moves
override GROUPS: u32;   // how many groups move
override LOW: u32;      // first chain of every group that moves
override CHAINS: u32;   // how many chains of every group move
override ANTI: u32;     // 1 when the coupling is negative
override LAST: u32;     // 1 for the last dispatch of a sweep, which advances the clock
override S: u32 = (L + 31u) / 32u;  // segments of a row

@group(0) @binding(0) var<storage, read_write> spins: array<u32>;           // (G, L, L), bit = chain, 1 = up
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;                // (G)
@group(0) @binding(2) var<storage, read> thresholds: array<u32>;            // (G) floor(2^32 (1 - exp(-2|J|/T)))
@group(0) @binding(3) var<storage, read_write> clock: array<u32>;           // (1) sweeps finished
@group(0) @binding(4) var<storage, read_write> rows: array<u32>;            // (GROUPS, L, S, 32), bit = site of the segment
@group(0) @binding(5) var<storage, read_write> bonds: array<vec2u>;         // (GROUPS, L, S, CHAINS) to the right, down
@group(0) @binding(6) var<storage, read_write> coins: array<u32>;           // (GROUPS, L, S, CHAINS)
@group(0) @binding(7) var<storage, read_write> labels: array<atomic<u32>>;  // (GROUPS, L * L, CHAINS) sites

// Four spins of a segment, as words of 32 chains; none beyond its end.
fn four_sites(first: u32, k: u32, length: u32) -> vec4u {
  let last = length - 1u;
  let some = vec4u(spins[first + min(k, last)], spins[first + min(k + 1u, last)], spins[first + min(k + 2u, last)], spins[first + min(k + 3u, last)]);
  return select(vec4u(), some, vec4u(k, k + 1u, k + 2u, k + 3u) < vec4u(length));
}

fn put_rows(first: u32, words: vec4u) {
  rows[first] = words.x;
  rows[first + 1u] = words.y;
  rows[first + 2u] = words.z;
  rows[first + 3u] = words.w;
}

fn four_rows(first: u32) -> vec4u {
  return vec4u(rows[first], rows[first + 1u], rows[first + 2u], rows[first + 3u]);
}

fn put_sites(first: u32, k: u32, length: u32, words: vec4u) {
  if (k < length) { spins[first + k] = words.x; }
  if (k + 1u < length) { spins[first + k + 1u] = words.y; }
  if (k + 2u < length) { spins[first + k + 2u] = words.z; }
  if (k + 3u < length) { spins[first + k + 3u] = words.w; }
}

// First site of segment i of the groups that move, in the spins.
fn first_of(i: u32) -> u32 {
  return FIRST * L * L + (i / S) * L + (i % S) * 32u;
}

@compute @workgroup_size(64)
fn gather(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  if (i >= GROUPS * L * S) { return; }
  let at = first_of(i);
  let n = min(32u, L - (i % S) * 32u);
  let r = transpose(Square(
    four_sites(at, 0u, n), four_sites(at, 4u, n), four_sites(at, 8u, n), four_sites(at, 12u, n),
    four_sites(at, 16u, n), four_sites(at, 20u, n), four_sites(at, 24u, n), four_sites(at, 28u, n)));
  put_rows(i * 32u, r.a);
  put_rows(i * 32u + 4u, r.b);
  put_rows(i * 32u + 8u, r.c);
  put_rows(i * 32u + 12u, r.d);
  put_rows(i * 32u + 16u, r.e);
  put_rows(i * 32u + 20u, r.f);
  put_rows(i * 32u + 24u, r.g);
  put_rows(i * 32u + 28u, r.h);
}

@compute @workgroup_size(64)
fn scatter(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  if (LAST == 1u && i == 0u) { clock[0] += 1u; }
  if (i >= GROUPS * L * S) { return; }
  let at = first_of(i);
  let n = min(32u, L - (i % S) * 32u);
  let r = transpose(Square(
    four_rows(i * 32u), four_rows(i * 32u + 4u), four_rows(i * 32u + 8u), four_rows(i * 32u + 12u),
    four_rows(i * 32u + 16u), four_rows(i * 32u + 20u), four_rows(i * 32u + 24u), four_rows(i * 32u + 28u)));
  put_sites(at, 0u, n, r.a);
  put_sites(at, 4u, n, r.b);
  put_sites(at, 8u, n, r.c);
  put_sites(at, 12u, n, r.d);
  put_sites(at, 16u, n, r.e);
  put_sites(at, 20u, n, r.f);
  put_sites(at, 24u, n, r.g);
  put_sites(at, 28u, n, r.h);
}

// A segment of a row in one chain.
struct Segment { lane: u32, group: u32, y: u32, part: u32, moves: bool }

fn segment(i: u32) -> Segment {
  let rest = i / CHAINS;
  let row = rest / S;
  return Segment(i % CHAINS, row / L, row % L, rest % S, i < GROUPS * L * S * CHAINS);
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
  return rows[index_of(s) * 32u + LOW + s.lane];
}

// Sites of the segment that exist: a row's last segment may be shorter.
fn existing(s: Segment) -> u32 {
  return 0xffffffffu >> (32u - min(32u, L - s.part * 32u));
}

fn heads(right: u32, sites: u32) -> u32 {
  return (~(right << 1u) | 1u) & sites;
}

@compute @workgroup_size(64)
fn draw(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  let s = segment(i);
  if (!s.moves) { return; }
  let group = FIRST + s.group;
  let key = keys[group];
  let counter = vec4u(LOW + s.lane, s.y * S + s.part, clock[0], 0u);
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
    // Two bit planes of each bond; undecided stay those whose bits equal the threshold's.
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

  let first = site_of(s);
  var left = heads(occupied.x, sites);
  for (var n = 0u; n < 32u; n++) {
    if (left == 0u) { break; }
    let site = first + firstTrailingBit(left);
    atomicStore(&labels[label_of(s, site)], site);
    left &= left - 1u;
  }
}

fn label_of(s: Segment, site: u32) -> u32 {
  return (s.group * L * L + site) * CHAINS + s.lane;
}

fn root(s: Segment, site: u32) -> u32 {
  var at = site;
  // Labels fall along the way, so that it is shorter than the lattice.
  for (var hop = 0u; hop < L * L; hop++) {
    let next = atomicLoad(&labels[label_of(s, at)]);
    if (next == at) { break; }
    at = next;
  }
  return at;
}

// The same, and every second label on the way is set to the one after the next, so that the ways stay short. A label
// that another thread lowers meanwhile may be raised again: that thread goes on joining what it found there.
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
    // Whoever finds that the larger root has been taken by another thread since goes on with what it was taken by.
    let before = atomicMin(&labels[label_of(s, high)], low);
    if (before == high) { break; }
    a = before;
    b = low;
  }
}

@compute @workgroup_size(64)
fn join(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  let s = segment(i);
  if (!s.moves) { return; }
  let lower = below(s);
  let sites = existing(s);
  let occupied = bonds[i];
  let ours = heads(occupied.x, sites);
  let theirs = heads(bonds[index_of(lower) * CHAINS + s.lane].x, sites);
  var down = occupied.y;
  for (var n = 0u; n < 32u; n++) {
    if (down == 0u) { break; }
    let upto = 0xffffffffu >> (31u - firstTrailingBit(down));
    unite(s, site_of(s) + firstLeadingBit(ours & upto), site_of(lower) + firstLeadingBit(theirs & upto));
    // One bond between two runs joins them; the others tell nothing new until one of the two ends.
    let ends = (ours | theirs) & ~upto;
    down &= ~((ends & (0u - ends)) - 1u);
  }
  // A run that goes on in the next segment, or around the torus.
  let end = firstLeadingBit(sites);
  if (((occupied.x >> end) & 1u) == 1u) { unite(s, site_of(s) + firstLeadingBit(ours), site_of(beside(s))); }
}

@compute @workgroup_size(64)
fn flip(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  let s = segment(i);
  if (!s.moves) { return; }
  let first = site_of(s);
  let sites = existing(s);
  var left = heads(bonds[i].x, sites);
  var flips = 0u;
  for (var n = 0u; n < 32u; n++) {
    if (left == 0u) { break; }
    let head = left & (0u - left);
    left ^= head;
    let at = root(s, first + firstTrailingBit(head));
    let y = at / L;
    let x = at - y * L;
    let coin = (coins[((s.group * L + y) * S + x / 32u) * CHAINS + s.lane] >> (x % 32u)) & 1u;
    // The run: from its head up to the next one, or to the end.
    flips |= select(0u, ((left & (0u - left)) - 1u) & ~(head - 1u), coin == 1u);
  }
  rows[index_of(s) * 32u + LOW + s.lane] ^= flips & sites;
}
