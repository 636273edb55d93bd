// bands/bisect  wanted levels of tridiagonal matrices
// math    the number of eigenvalues below x is that of negative q_i = d_i - x - e_(i-1)^2 / q_(i-1) (Sturm); the interval that Gershgorin's discs
//         cover is halved 34 times;  Schroedinger: level = x, TM: level = 1 / (2 pi sqrt(-x))
// grid    one thread per (level, candidate)
// reads   bisect sectors wanted rows
// writes  bisect levels =
// limits  a number of 0xffffffff stands for the level 0 of TM; at most 4 storage buffers
// source  Barth, Martin and Wilkinson, Numer. Math. 9, 386 (1967)

override L: u32;         // levels of a candidate
override D: u32;         // rows of all matrices of a candidate
override TM: u32 = 0u;   // 1: TM, 0: Schroedinger

@group(0) @binding(0) var<storage, read> sectors: array<vec4u>;      // (sectors, 2) (n, ., ., .), (., first row, ., .)
@group(0) @binding(1) var<storage, read> wanted: array<vec2u>;       // (L) sector, number of the eigenvalue from 0 on
@group(0) @binding(2) var<storage, read> rows: array<vec2f>;         // (candidates, D) diagonal, and the entry beside it
@group(0) @binding(3) var<storage, read_write> levels: array<f32>;   // (candidates, L)

const HALVINGS = 34u;
const TINY = 1e-30;

@compute @workgroup_size(64)
fn bisect(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= L) { return; }
  let about = wanted[id.x];
  if (about.y == 0xffffffffu) {
    levels[id.y * L + id.x] = 0.0;
    return;
  }
  let n = sectors[2u * about.x].x;
  let r = id.y * D + sectors[2u * about.x + 1u].y;
  var low = rows[r].x;
  var high = low;
  var before = 0.0;
  for (var i = 0u; i < n; i++) {
    let row = rows[r + i];
    let reach = abs(before) + abs(row.y);
    low = min(low, row.x - reach);
    high = max(high, row.x + reach);
    before = row.y;
  }
  for (var step = 0u; step < HALVINGS; step++) {
    let x = 0.5 * (low + high);
    var count = 0u;
    var q = 1.0;
    before = 0.0;
    for (var i = 0u; i < n; i++) {
      let row = rows[r + i];
      q = row.x - x - before * before / q;
      if (abs(q) < TINY) { q = -TINY; }
      count += select(0u, 1u, q < 0.0);
      before = row.y;
    }
    if (count > about.y) { high = x; } else { low = x; }
  }
  let x = 0.5 * (low + high);
  levels[id.y * L + id.x] = select(x, 0.15915494309189535 * inverseSqrt(-x), TM == 1u);
}
