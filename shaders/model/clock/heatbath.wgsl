// uses lib/heat_bath
// model/clock/heatbath  clock model of 2 to 16 states, square or triangular: heat bath on one class of sites
// math    H = -J sum cos(2 pi (s - s') / Q). The exponent of a bond is the whole number x[d] = round(2^20 J cos(2 pi d / Q) /
//         (T ln 2)), that of a state the sum over the neighbours, so that a bond's energy in units of T is within 4e-7 of the exact
//         one. A state has the weight W = 2^27 2^((x - largest x) / 2^20), as the product of two table entries, cut to a whole
//         number: within 2^-26 of the exact power, in units of the largest weight, and each probability within Q 2^-25.
// grid    sweep: one thread per (group, site of the class) of `moving`, for all 32 chains
// reads   sweep keys bonds powers clock moving
// writes  sweep state =
// limits  L a multiple of CLASSES; six times the largest |x| is below 2^31; at most 5 storage buffers
// source  Jose, Kadanoff, Kirkpatrick & Nelson, PRB 16, 1217 (1977); heat bath: Creutz, PRD 21, 2308 (1980)

@group(0) @binding(0) var<storage, read_write> state: array<u32>;   // (G, L, L, Q), bit = chain
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;        // (G)
@group(0) @binding(2) var<storage, read> bonds: array<i32>;         // (G, 2 Q) exponent of the difference i - Q
@group(0) @binding(3) var<storage, read> powers: array<u32>;        // (2, 1024) 2^31 2^(-i / 2^10), then 2^31 2^(-i / 2^20)
@group(0) @binding(4) var<storage, read> clock: array<u32>;         // (G) sweeps finished
@group(0) @binding(5) var<uniform> moving: Moving;

// WHOLE 2^(-x / 2^20), cut to a whole number.
fn power(x: u32) -> u32 {
  let halvings = x >> 20u;
  let product = mul_wide(powers[(x >> 10u) & 1023u], powers[1024u + (x & 1023u)]).x;
  return select(product >> (3u + min(halvings, 28u)), 0u, halvings >= 28u);
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
  var exponents: array<i32, 16>;
  var cumulative: array<u32, 16>;
  for (var four = 0u; four < 8u; four++) {
    let words = threefry12(vec4u(here, clock[group], four, 0u), keys[group]);
    for (var k = 0u; k < 4u; k++) {
      let chain = 4u * four + k;
      for (var s = 0u; s < Q; s++) { exponents[s] = 0; }
      for (var j = 0u; j < 2u * FORWARD; j++) {
        let table = 2u * Q * group + Q - digit(planes[j], chain);
        for (var s = 0u; s < Q; s++) { exponents[s] += bonds[table + s]; }
      }
      var largest = exponents[0];
      for (var s = 1u; s < Q; s++) { largest = max(largest, exponents[s]); }
      var sum = 0u;
      for (var s = 0u; s < Q; s++) {
        sum += power(bitcast<u32>(largest) - bitcast<u32>(exponents[s]));
        cumulative[s] = sum;
      }
      drawn = with_digit(drawn, chosen(&cumulative, words[k]), chain);
    }
  }
  put((base + here) * Q, drawn);
}
