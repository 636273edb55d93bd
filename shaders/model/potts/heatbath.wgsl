// uses lib/heat_bath
// model/potts/heatbath  Potts model of 2 to 16 states, square or triangular: heat bath on one class of sites
// math    H = -J sum delta(s, s'). A state that n neighbours have has the weight W[d] = round(2^27 exp(-|J| d / T)): d is by how
//         much n is less than the largest n of all states, for J < 0 by how much it is more than the smallest. So each W is within
//         2^-28 of exp(-|J| d / T), in units of the largest weight, and each probability within Q 2^-27 of the heat bath's.
// grid    sweep: one thread per (group, site of the class) of `moving`, for all 32 chains
// reads   sweep keys weights clock moving
// writes  sweep state =
// limits  L a multiple of CLASSES; at most 4 storage buffers
// source  Wu, Rev. Mod. Phys. 54, 235 (1982); heat bath: Creutz, PRD 21, 2308 (1980)

override ANTI: u32;        // 1 when the coupling is negative

@group(0) @binding(0) var<storage, read_write> state: array<u32>;   // (G, L, L, Q), bit = chain
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;        // (G)
@group(0) @binding(2) var<storage, read> weights: array<u32>;       // (G, 7) W[d]
@group(0) @binding(3) var<storage, read> clock: array<u32>;         // (G) sweeps finished
@group(0) @binding(4) var<uniform> moving: Moving;

// How many neighbours of a chain are in each state, four bits for a state, states 0 to 7 and 8 to 15.
fn census(planes: ptr<function, array<vec4u, 6>>, chain: u32) -> vec2u {
  var counts = vec2u();
  for (var j = 0u; j < 2u * FORWARD; j++) {
    let s = digit((*planes)[j], chain);
    let one = 1u << (4u * (s & 7u));
    counts += select(vec2u(one, 0u), vec2u(0u, one), s >= 8u);
  }
  return counts;
}

fn count_of(counts: vec2u, s: u32) -> u32 {
  return (select(counts.x, counts.y, s >= 8u) >> (4u * (s & 7u))) & 15u;
}

@compute @workgroup_size(64)
fn sweep(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let site = site_of(id.x + id.y * grid.x * 64u, moving);
  if (!site.moves) { return; }
  let group = site.group;
  let base = group * L * L;
  let here = site.y * L + site.x;
  var planes: array<vec4u, 6>;
  for (var j = 0u; j < 2u * FORWARD; j++) { planes[j] = digits((base + neighbour(site.x, site.y, j)) * Q); }

  var drawn = vec4u();
  var cumulative: array<u32, 16>;
  for (var four = 0u; four < 8u; four++) {
    let words = threefry12(vec4u(here, clock[group], four, 0u), keys[group]);
    for (var k = 0u; k < 4u; k++) {
      let chain = 4u * four + k;
      let counts = census(&planes, chain);
      var best = select(0u, 15u, ANTI == 1u);
      for (var s = 0u; s < Q; s++) {
        let n = count_of(counts, s);
        best = select(max(best, n), min(best, n), ANTI == 1u);
      }
      var sum = 0u;
      for (var s = 0u; s < Q; s++) {
        let n = count_of(counts, s);
        sum += weights[7u * group + select(best - n, n - best, ANTI == 1u)];
        cumulative[s] = sum;
      }
      drawn = with_digit(drawn, chosen(&cumulative, words[k]), chain);
    }
  }
  put((base + here) * Q, drawn);
}
