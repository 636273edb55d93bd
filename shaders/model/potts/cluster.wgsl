// uses lib/bernoulli
// uses lib/philox
// uses lib/recolour
// uses lib/union_find
// model/potts/cluster  Swendsen-Wang cluster updates of the Potts model, square or triangular, 32 independent chains per word
// math    a bond between equal states is occupied with probability 1 - exp(-J / T), u < threshold; sites joined by occupied bonds are
//         a cluster, its root the site of smallest index. A cluster takes the state floor(u Q / 2^32) with a random integer u of its
//         root: a probability differs from 1 / Q by less than 2^-32. Clusters are found by union-find: label[site] is a site of the
//         same cluster, never of larger index; a root labels itself. The order of threads affects the labels on the way, but not the
//         root, and so no bit of the result.
//         Counters: (site, time, direction, draw) for bonds, (root, time, 4 + chain, 0) for states.
// grid    draw, label, paint: one thread per (group of `range`, site), for all 32 chains;  join: one per (group, site, chain)
// reads   draw state keys thresholds clock range;  label bonds range;  join bonds range;  paint keys clock labels range
// writes  draw bonds =;  label labels =;  join labels (atomicMin);  paint state =
// limits  labels and bonds are those of the groups of `range`, from 0 on; at most 5 storage buffers
// source  Swendsen & Wang, PRL 58, 86 (1987); union-find by atomicMin: Komura, Comput. Phys. Commun. 194, 54 (2015)

// Threads `begin` to `end` of those of the groups from `first` on.
struct Range { first: u32, begin: u32, end: u32 }

@group(0) @binding(0) var<storage, read_write> state: array<u32>;           // (G, L, L, Q), bit = chain
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;                // (G)
@group(0) @binding(2) var<storage, read> thresholds: array<u32>;            // (G) floor(2^32 (1 - exp(-J / T)))
@group(0) @binding(3) var<storage, read> clock: array<u32>;                 // (G) sweeps finished
@group(0) @binding(4) var<storage, read_write> bonds: array<u32>;           // (groups, L * L, FORWARD), bit = chain
@group(0) @binding(5) var<storage, read_write> labels: array<atomic<u32>>;  // (groups, L * L, 32) sites
@group(0) @binding(6) var<uniform> range: Range;

fn label_of(place: u32, chain: u32) -> u32 {
  return place * 32u + chain;
}

@compute @workgroup_size(64)
fn draw(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  if (i >= range.end) { return; }
  let group = range.first + i / (L * L);
  let site = i % (L * L);
  let here = (group * L * L + site) * Q;
  for (var d = 0u; d < FORWARD; d++) {
    let there = (group * L * L + neighbour(site % L, site / L, d)) * Q;
    var equal = 0u;
    for (var s = 0u; s < Q; s++) { equal |= state[here + s] & state[there + s]; }
    bonds[i * FORWARD + d] = equal & bernoulli(thresholds[group], vec3u(site, clock[group], d), keys[group]);
  }
}

// Chains in which a site is joined to the one before it in its row, and chains in which it is joined to the one above it.
fn joined_left(place: u32, site: u32) -> u32 {
  if (site % L == 0u) { return 0u; }
  return bonds[(place - 1u) * FORWARD];
}

fn joined_up(place: u32, site: u32) -> u32 {
  if (site < L) { return 0u; }
  return bonds[(place - L) * FORWARD + 1u];
}

@compute @workgroup_size(64)
fn label(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  if (i >= range.end) { return; }
  let site = i % (L * L);
  let left = joined_left(i, site);
  let up = joined_up(i, site);
  for (var chain = 0u; chain < 32u; chain++) {
    let first = select(site, site - L, ((up >> chain) & 1u) == 1u);
    atomicStore(&labels[label_of(i, chain)], select(first, site - 1u, ((left >> chain) & 1u) == 1u));
  }
}

@compute @workgroup_size(64)
fn join(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  if (i >= range.end) { return; }
  let chain = i % 32u;
  let place = i / 32u;
  let site = place % (L * L);
  let corner = label_of(place - site, chain);
  // Bonds by which sites were labelled are known already: those to the left, and upwards where there is none to the left.
  var occupied = bonds[place * FORWARD];
  if (site % L + 1u < L) { occupied = 0u; }
  if (((occupied >> chain) & 1u) == 1u) { unite(corner, site, neighbour(site % L, site / L, 0u)); }
  occupied = bonds[place * FORWARD + 1u];
  if (site + L < L * L) { occupied &= joined_left(place + L, site + L); }
  if (((occupied >> chain) & 1u) == 1u) { unite(corner, site, neighbour(site % L, site / L, 1u)); }
  if (TRIANGULAR == 1u && ((bonds[place * FORWARD + 2u] >> chain) & 1u) == 1u) {
    unite(corner, site, neighbour(site % L, site / L, 2u));
  }
}

@compute @workgroup_size(64)
fn paint(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  if (i >= range.end) { return; }
  let group = range.first + i / (L * L);
  let site = i % (L * L);
  var drawn = vec4u();
  for (var chain = 0u; chain < 32u; chain++) {
    let random = threefry12(vec4u(root(label_of(i - site, chain), site), clock[group], 4u + chain, 0u), keys[group]).x;
    drawn = with_digit(drawn, mul_wide(random, Q).x, chain);
  }
  put((group * L * L + site) * Q, drawn);
}
