// bands/tridiagonal  symmetric matrices to tridiagonal form, eigenvalues kept
// math    for k = 0 .. n - 3: x = A[k+1.., k], alpha = -sign(x_0) |x|, v = x - alpha e_0, beta = 2 / v.v;
//         p = beta A v, w = p - (beta v.p / 2) v, A -= v w^T + w v^T on the rest; d_k = A_kk, e_k = alpha
// grid    one workgroup per (sector, candidate)
// reads   tridiagonal sectors
// writes  tridiagonal matrices = rows =
// limits  n <= N; vectors of N lie in workgroup memory, matrices where they are; sums in a fixed order; at most 3 storage buffers
// source  Householder's reduction: Golub and Van Loan, Matrix Computations, algorithm 8.3.1

override N: u32;   // waves of the largest sector
override E: u32;   // entries of all matrices of a candidate
override D: u32;   // rows of all matrices of a candidate

@group(0) @binding(0) var<storage, read> sectors: array<vec4u>;        // (sectors, 2) (n, ., ., first entry), (., first row, ., .)
@group(0) @binding(1) var<storage, read_write> matrices: array<f32>;   // (candidates, E), destroyed
@group(0) @binding(2) var<storage, read_write> rows: array<vec2f>;     // (candidates, D) diagonal, and the entry beside it

var<workgroup> v: array<f32, N>;
var<workgroup> w: array<f32, N>;
var<workgroup> partial: array<f32, 64>;

// The sum over all lanes, in the order of a tree.
fn total(lane: u32, value: f32) -> f32 {
  partial[lane] = value;
  workgroupBarrier();
  for (var half = 32u; half > 0u; half /= 2u) {
    if (lane < half) { partial[lane] += partial[lane + half]; }
    workgroupBarrier();
  }
  let sum = partial[0];
  workgroupBarrier();
  return sum;
}

@compute @workgroup_size(64)
fn tridiagonal(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let n = sectors[2u * group.x].x;
  let a = group.y * E + sectors[2u * group.x].w;
  let r = group.y * D + sectors[2u * group.x + 1u].y;
  for (var k = 0u; k + 2u < n; k++) {
    let m = n - 1u - k;
    let corner = a + (k + 1u) * n + k + 1u;   // of the rest, m x m
    let column = a + k * n + k + 1u;          // x: row k of the symmetric matrix
    var sum = 0.0;
    for (var i = lane + 1u; i < m; i += 64u) { sum += matrices[column + i] * matrices[column + i]; }
    let below = total(lane, sum);
    let x0 = matrices[column];
    let norm = sqrt(x0 * x0 + below);
    let alpha = select(norm, -norm, x0 >= 0.0);
    let flat = below == 0.0;
    let beta = select(1.0 / (norm * norm + abs(x0) * norm), 0.0, flat);
    for (var i = lane; i < m; i += 64u) { v[i] = select(matrices[column + i], x0 - alpha, i == 0u); }
    if (lane == 0u) { rows[r + k] = vec2f(matrices[a + k * n + k], select(alpha, x0, flat)); }
    workgroupBarrier();
    sum = 0.0;
    for (var i = lane; i < m; i += 64u) {
      var p = 0.0;
      for (var j = 0u; j < m; j++) { p += matrices[corner + j * n + i] * v[j]; }
      w[i] = beta * p;
      sum += v[i] * beta * p;
    }
    let along = 0.5 * beta * total(lane, sum);
    for (var i = lane; i < m; i += 64u) { w[i] -= along * v[i]; }
    workgroupBarrier();
    for (var i = lane; i < m; i += 64u) {
      for (var j = 0u; j < m; j++) { matrices[corner + j * n + i] -= v[j] * w[i] + w[j] * v[i]; }
    }
    storageBarrier();
    workgroupBarrier();
  }
  if (lane == 0u) {
    if (n > 1u) { rows[r + n - 2u] = vec2f(matrices[a + (n - 2u) * n + n - 2u], matrices[a + (n - 2u) * n + n - 1u]); }
    if (n > 0u) { rows[r + n - 1u] = vec2f(matrices[a + n * n - 1u], 0.0); }
  }
}
