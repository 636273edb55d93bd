// uses lib/threefry
// uses lib/circle
// uses lib/rotors
// model/xy/sweep  local updates of the XY model: a heat bath, reflections about the local field (over-relaxation), rotations of all
// math    F = (J / T) sum of the four neighbours, k = |F|. heat: the angle t to F gets the density exp(k cos t) / (2 pi I_0(k)) by
//         rejection from a wrapped Cauchy density: tan(t / 2) = q tan(a), a uniform, accepted where u < c exp(1 - c), with
//         c = k (r - cos t), r = (1 + b^2) / 2b, q = (1 - b) / (1 + b). With S = sqrt(1 + 4 k^2), A = 1 + S, D = A + sqrt(2 A),
//         N = 1 + 1 / (S + 2 k) + sqrt(2 A) one has 1 - b = N / D and k (r - 1) = N^2 / 4 D: no difference of near numbers.
//         A try succeeds with probability 0.658 or more. Where all 8 tries fail (below 2e-4) the rotor stays as it is; the number of
//         tries does not depend on the old angle, so this keeps the stationary distribution exactly.
//         mirror: s -> 2 (s F) F / F^2 - s, which keeps the energy; where F = 0 nothing happens.
//         turn: all rotors of a chain are rotated by one uniform angle, which keeps the energy and removes the slowest mode.
//         Each brings the length back to 1 by one step of Newton; it stays within 1e-6 of 1.
//         Counters: (site, time, chain, pair of tries), (0, time, chain, 4) for the rotation.
// grid    heat, mirror: one thread per (group of `range`, site of the colour, chain);  turn: one per (group, site, chain)
// reads   heat keys stiffness clock range;  mirror stiffness range;  turn keys clock range
// writes  heat rotors;  mirror rotors;  turn rotors
// limits  L even; k < 1e6; at most 4 storage buffers. Floats: the same bits on one adapter, not on every one, since square roots,
//         divisions and exponentials are rounded differently
// source  Best & Fisher, J. R. Stat. Soc. C 28, 152 (1979); Creutz, PRD 36, 515 (1987)

// Threads `begin` to `end` of those of the groups from `first` on. Sites with (x + y) mod 2 = colour move: they are not neighbours of one
// another.
struct Range { first: u32, begin: u32, end: u32, colour: u32 }

@group(0) @binding(0) var<storage, read_write> rotors: array<u32>;   // (G, L, L, 2, 32)
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;         // (G)
@group(0) @binding(2) var<storage, read> stiffness: array<f32>;      // (G) J / T
@group(0) @binding(3) var<storage, read> clock: array<u32>;          // (G) sweeps finished
@group(0) @binding(4) var<uniform> range: Range;

struct Place { group: u32, site: u32, chain: u32, moves: bool }

fn place_of(thread: u32) -> Place {
  let i = range.begin + thread;
  let number = (i / 32u) % (L * L / 2u);
  let y = number / (L / 2u);
  let x = 2u * (number % (L / 2u)) + ((y + range.colour) & 1u);
  return Place(range.first + i / (16u * L * L), y * L + x, i % 32u, i < range.end);
}

fn field_at(p: Place) -> vec2f {
  let lattice = p.group * L * L;
  let across = rotor(lattice + right_of(p.site), p.chain) + rotor(lattice + left_of(p.site), p.chain);
  return stiffness[p.group] * (across + rotor(lattice + below(p.site), p.chain) + rotor(lattice + above(p.site), p.chain));
}

fn put(p: Place, v: vec2f) {
  let at = (p.group * L * L + p.site) * 64u + p.chain;
  let bits = bitcast<vec2u>(unit(v));
  rotors[at] = bits.x;
  rotors[at + 32u] = bits.y;
}

@compute @workgroup_size(64)
fn heat(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let p = place_of(id.x + id.y * grid.x * 64u);
  if (!p.moves) { return; }
  let field = field_at(p);
  let k = sqrt(dot(field, field));
  let s = sqrt(1.0 + 4.0 * k * k);
  let t = sqrt(2.0 + 2.0 * s);
  let n = 1.0 + 1.0 / (s + 2.0 * k) + t;
  let d = 1.0 + s + t;
  let q = n / (2.0 * d - n);
  let least = n * n / (4.0 * d);
  for (var pair = 0u; pair < 4u; pair++) {
    let words = threefry12(vec4u(p.site, clock[p.group], p.chain, pair), keys[p.group]);
    for (var half = 0u; half < 2u; half++) {
      let a = half_turn(words[2u * half]) * vec2f(1.0, q);
      let square = dot(a, a);
      let turned = vec2f(a.x * a.x - a.y * a.y, 2.0 * a.x * a.y) / square;
      let c = least + k * (2.0 * a.y * a.y / square);
      if (fraction(words[2u * half + 1u]) < c * exp(1.0 - c)) {
        let along = select(vec2f(1.0, 0.0), field / k, k > 0.0);
        put(p, vec2f(along.x * turned.x - along.y * turned.y, along.y * turned.x + along.x * turned.y));
        return;
      }
    }
  }
}

@compute @workgroup_size(64)
fn mirror(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let p = place_of(id.x + id.y * grid.x * 64u);
  if (!p.moves) { return; }
  let field = field_at(p);
  let square = dot(field, field);
  if (square < 1e-30) { return; }
  let old = rotor(p.group * L * L + p.site, p.chain);
  put(p, (2.0 * dot(old, field) / square) * field - old);
}

@compute @workgroup_size(64)
fn turn(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  if (i >= range.end) { return; }
  let p = Place(range.first + i / (32u * L * L), (i / 32u) % (L * L), i % 32u, true);
  let words = threefry12(vec4u(0u, clock[p.group], p.chain, 4u), keys[p.group]);
  let angle = select(1.0, -1.0, (words.y & 1u) == 1u) * half_turn(words.x);
  let old = rotor(p.group * L * L + p.site, p.chain);
  put(p, vec2f(angle.x * old.x - angle.y * old.y, angle.y * old.x + angle.x * old.y));
}
