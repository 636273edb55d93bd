// uses lib/threefry
// uses lib/philox
// model/graph_spins/heatbath  values of 2 to 16 states on the nodes of any graph: heat bath on one class of nodes
// math    state s of a node has the weight 2^l_s, l_s = field[s] + sum over its edges of w [s' = s], s' the state at the other end; where
//         EXCLUDES, a node with a neighbour in state 1 is in state 0. l counts in units of 2^-20. A state with l lower by d than the largest
//         has the integer weight floor(2^(26 - d)): the power of the whole part is a shift, that of ten bits of the rest each a table.
//         So probabilities are within Q 2^-25 of those of the rounded w. A random integer of 32 bits for each chain chooses.
// grid    sweep: one thread per (group, node of the class) of `moving`, for all 32 chains
// reads   sweep rules clock order edges fields powers moving
// writes  sweep state =
// limits  2 <= Q <= 16; sums of |w| below 2^30; at most 7 storage buffers
// source  heat bath: Creutz, PRD 21, 2308 (1980); Wu, Rev. Mod. Phys. 54, 235 (1982)

override N: u32;                    // nodes
override M: u32;                    // edges
override Q: u32;                    // states; two of them are one bit
override EXCLUDES: u32;             // 1 for hard cores
override WORDS: u32 = select(Q, 1u, Q == 2u);   // of a value

// The groups that move, and the class: its first place in `order` and how many nodes it has.
struct Moving { first: u32, groups: u32, begin: u32, count: u32 }

@group(0) @binding(0) var<storage, read_write> state: array<u32>;  // (G, N, WORDS) bit = chain
@group(0) @binding(1) var<storage, read> rules: array<vec4u>;      // (G) key, number of the point
@group(0) @binding(2) var<storage, read> clock: array<u32>;        // (G) sweeps finished
@group(0) @binding(3) var<storage, read> order: array<vec4u>;      // (N) by class: node, its first half-edge, their number
@group(0) @binding(4) var<storage, read> edges: array<vec2u>;      // (points, 2 M) node at the other end, w of the half-edge, signed
@group(0) @binding(5) var<storage, read> fields: array<i32>;       // (points, Q)
@group(0) @binding(6) var<storage, read> powers: array<u32>;       // (2048) 2^(31 - k / 2^10), then 2^(31 - k / 2^20), k = 0 .. 1023
@group(0) @binding(7) var<uniform> moving: Moving;

// floor(2^(26 - d)), d in units of 2^-20.
fn power(d: u32) -> u32 {
  let shift = (d >> 20u) + 4u;
  let product = mul_wide(powers[(d >> 10u) & 1023u], powers[1024u + (d & 1023u)]).x;
  return select(0u, product >> (shift & 31u), shift < 32u);
}

fn powers_of(d: vec4i) -> vec4u {
  let x = vec4u(d);
  return vec4u(power(x.x), power(x.y), power(x.z), power(x.w));
}

// Of four chains, 1 where they have the bit.
fn bits(word: u32, four: u32) -> vec4u {
  return (vec4u(word) >> (vec4u(4u * four) + vec4u(0u, 1u, 2u, 3u))) & vec4u(1u);
}

// The states drawn for four chains, and the bits of one of them in its word.
fn packed(drawn: vec4u, s: u32, four: u32) -> u32 {
  let each = vec4u(drawn == vec4u(s)) << (vec4u(4u * four) + vec4u(0u, 1u, 2u, 3u));
  return each.x | each.y | each.z | each.w;
}

@compute @workgroup_size(64)
fn sweep(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  if (i >= moving.groups * moving.count) { return; }
  let group = moving.first + i / moving.count;
  let node = order[moving.begin + i % moving.count];
  let rule = rules[group];
  var result: array<u32, 16>;
  for (var four = 0u; four < 8u; four++) {
    var l: array<vec4i, 16>;
    for (var s = 0u; s < Q; s++) { l[s] = vec4i(fields[rule.z * Q + s]); }
    var blocked = vec4u();
    for (var k = 0u; k < node.z; k++) {
      let edge = edges[rule.z * 2u * M + node.y + k];
      let at = (group * N + edge.x) * WORDS;
      let w = vec4i(bitcast<i32>(edge.y));
      if (EXCLUDES == 1u) {
        blocked |= bits(state[at], four);
      } else if (Q == 2u) {
        let up = bits(state[at], four);
        l[0] += w * vec4i(vec4u(1u) - up);
        l[1] += w * vec4i(up);
      } else {
        for (var s = 0u; s < Q; s++) { l[s] += w * vec4i(bits(state[at + s], four)); }
      }
    }
    var best = l[0];
    for (var s = 1u; s < Q; s++) { best = max(best, l[s]); }
    var sums: array<vec4u, 16>;
    var sum = vec4u();
    for (var s = 0u; s < Q; s++) {
      var weight = powers_of(best - l[s]);
      if (EXCLUDES == 1u && s == 1u) { weight *= vec4u(1u) - blocked; }
      sum += weight;
      sums[s] = sum;
    }
    let words = threefry12(vec4u(node.x, clock[group], four, 0u), rule.xy);
    let t = vec4u(mul_wide(words.x, sum.x).x, mul_wide(words.y, sum.y).x, mul_wide(words.z, sum.z).x, mul_wide(words.w, sum.w).x);
    var drawn = vec4u();
    for (var s = 0u; s + 1u < Q; s++) { drawn += vec4u(t >= sums[s]); }
    for (var s = 0u; s < WORDS; s++) { result[s] |= packed(drawn, select(s, 1u, Q == 2u), four); }
  }
  let here = (group * N + node.x) * WORDS;
  for (var s = 0u; s < WORDS; s++) { state[here + s] = result[s]; }
}
