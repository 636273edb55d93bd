// bands/fill  matrices of all sectors of all candidates: a sector is the waves of one irrep at one momentum
// math    p_ij = sum over terms of weight * coefficient of the candidate;
//         Schroedinger: H_ij = p_ij + delta_ij s_i / 2, s = |k+G|^2;
//         TM: H_ij = -(p_ij - p_i0 p_0j / p_00) / sqrt(s_i s_j), whose eigenvalues are -1 / w^2; the second term takes away the level w = 0 of a
//         sector whose first wave is constant (Z = 1), and is left out elsewhere
// grid    one thread per (entry, sector, candidate); an entry (i, j) and its mirror image are the same sum
// reads   fill sectors starts terms squares coefficients
// writes  fill matrices =
// limits  terms of an entry are summed in their order; at most 6 storage buffers
// source  plane waves; the inverse of the TM problem needs no factor of eps, and its largest eigenvalues are the lowest levels

override S: u32;         // coefficients of a candidate
override E: u32;         // entries of all matrices of a candidate
override TM: u32 = 0u;   // 1: TM, 0: Schroedinger

@group(0) @binding(0) var<storage, read> sectors: array<vec4u>;        // (sectors, 2) (n, Z, first start, first entry), (first square, first row, 0, 0)
@group(0) @binding(1) var<storage, read> starts: array<u32>;           // by (i, j), j <= i, of n + Z waves: first term, and one further
@group(0) @binding(2) var<storage, read> terms: array<vec2u>;          // number of the coefficient, bits of its weight
@group(0) @binding(3) var<storage, read> squares: array<f32>;          // by wave
@group(0) @binding(4) var<storage, read> coefficients: array<f32>;     // (candidates, S)
@group(0) @binding(5) var<storage, read_write> matrices: array<f32>;   // (candidates, E)

fn profile(first: u32, i: u32, j: u32, candidate: u32) -> f32 {
  let row = max(i, j);
  let place = first + row * (row + 1u) / 2u + min(i, j);
  var sum = 0.0;
  for (var t = starts[place]; t < starts[place + 1u]; t++) {
    sum += bitcast<f32>(terms[t].y) * coefficients[candidate * S + terms[t].x];
  }
  return sum;
}

@compute @workgroup_size(64)
fn fill(@builtin(global_invocation_id) id: vec3u) {
  let about = sectors[2u * id.y];
  let n = about.x;
  if (id.x >= n * n) { return; }
  let i = id.x / n + about.y;
  let j = id.x % n + about.y;
  let row = sectors[2u * id.y + 1u].x;
  var value = profile(about.z, i, j, id.z);
  if (TM == 0u) {
    value += select(0.0, 0.5 * squares[row + i], i == j);
  } else {
    if (about.y == 1u) {
      value -= profile(about.z, max(i, j), 0u, id.z) * profile(about.z, min(i, j), 0u, id.z) / profile(about.z, 0u, 0u, id.z);
    }
    value = -value / (sqrt(squares[row + max(i, j)]) * sqrt(squares[row + min(i, j)]));
  }
  matrices[id.z * E + about.w + id.x] = value;
}
