// uses lib/threefry
// uses lib/circle
// uses lib/rotors
// uses lib/union_find
// model/xy/cluster  Swendsen-Wang updates of XY rotors, embedded by reflections at a random line
// math    r is a random direction of each chain. The components p = s r are Ising spins sign p with couplings J |p p'|: a bond is
//         occupied with probability 1 - exp(-2 (J / T) p p') where J p p' > 0, and sites joined by occupied bonds are a cluster. Where
//         the random bit of its root is 1, all its rotors are reflected, s -> s - 2 (s r) r. Clusters are found by union-find:
//         label[site] is a site of the same cluster, never of larger index; a root labels itself. The order of threads affects the
//         labels on the way, but not the root, and so no bit of the result on one adapter.
//         Counters: (site, time, chain, 0) for both bonds and the bit, (0, time, chain, 1) for r.
// grid    draw, join, flip: one thread per (group of `range`, site, chain)
// reads   draw rotors keys stiffness clock range;  join bonds range;  flip keys clock bonds labels range
// writes  draw bonds = labels =;  join labels (atomicMin);  flip rotors
// limits  bonds and labels are those of the groups of `range`, from 0 on; at most 6 storage buffers. Floats: the same bits on one adapter
// source  Wolff, PRL 62, 361 (1989); Swendsen & Wang, PRL 58, 86 (1987); union-find: Komura, Comput. Phys. Commun. 194, 54 (2015)

// Threads `begin` to `end` of those of the groups from `first` on.
struct Range { first: u32, begin: u32, end: u32 }

@group(0) @binding(0) var<storage, read_write> rotors: array<u32>;          // (G, L, L, 2, 32)
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;                // (G)
@group(0) @binding(2) var<storage, read> stiffness: array<f32>;             // (G) J / T
@group(0) @binding(3) var<storage, read> clock: array<u32>;                 // (G) sweeps finished
@group(0) @binding(4) var<storage, read_write> bonds: array<u32>;           // (groups, L * L, 32) 1 right, 2 down, 4 coin
@group(0) @binding(5) var<storage, read_write> labels: array<atomic<u32>>;  // (groups, L * L, 32) sites
@group(0) @binding(6) var<uniform> range: Range;

fn axis(group: u32, chain: u32) -> vec2f {
  return half_turn(threefry12(vec4u(0u, clock[group], chain, 1u), keys[group]).x);
}

@compute @workgroup_size(64)
fn draw(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  if (i >= range.end) { return; }
  let chain = i % 32u;
  let site = (i / 32u) % (L * L);
  let group = range.first + i / (L * L * 32u);
  let r = axis(group, chain);
  let lattice = group * L * L;
  let there = vec2f(dot(rotor(lattice + right_of(site), chain), r), dot(rotor(lattice + below(site), chain), r));
  let gain = 2.0 * stiffness[group] * dot(rotor(lattice + site, chain), r) * there;
  let words = threefry12(vec4u(site, clock[group], chain, 0u), keys[group]);
  let drawn = vec2f(fraction(words.x), fraction(words.y));
  let occupied = select(vec2u(), vec2u(1u, 2u), drawn < 1.0 - exp(-max(gain, vec2f())));
  bonds[i] = occupied.x | occupied.y | (4u * (words.z & 1u));
  atomicStore(&labels[i], site);
}

@compute @workgroup_size(64)
fn join(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  if (i >= range.end) { return; }
  let site = (i / 32u) % (L * L);
  let corner = i - site * 32u;
  let occupied = bonds[i];
  if ((occupied & 1u) != 0u) { unite(corner, site, right_of(site)); }
  if ((occupied & 2u) != 0u) { unite(corner, site, below(site)); }
}

@compute @workgroup_size(64)
fn flip(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  if (i >= range.end) { return; }
  let chain = i % 32u;
  let site = (i / 32u) % (L * L);
  let corner = i - site * 32u;
  if ((bonds[corner + root(corner, site) * 32u] & 4u) == 0u) { return; }
  let group = range.first + i / (L * L * 32u);
  let place = group * L * L + site;
  let r = axis(group, chain);
  let old = rotor(place, chain);
  let bits = bitcast<vec2u>(unit(old - 2.0 * dot(old, r) * r));
  rotors[place * 64u + chain] = bits.x;
  rotors[place * 64u + chain + 32u] = bits.y;
}
