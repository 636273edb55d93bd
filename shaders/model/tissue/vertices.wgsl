// uses lib/philox
// uses lib/circle
// model/tissue/vertices  sums over the three corners at a vertex, and what moves by them: vertices, and the covector of the adjoint problem
// math    of a replica: dt step of time, k nudge, most the largest distance that a vertex moves in a step, before noise. F = sum of the pulls at a vertex. x: displacement from the reference, which is what was observed where a nudge k is.
//         step: x += c dt (F - k x), c = min(1, most / (dt |F - k x|));  shake: the same, and sqrt(2 D dt) times a normal number in each direction,
//         sqrt(-2 ln v) (cos b, sin b), v and b from counter (vertex, time, 0, 0). sum: F itself.
//         judge: term = -x^2, its slope s = -2 x. Where dt = 0 vertices rest as observed: term = -F^2, s = -2 F (force matching).
//         relax: w += dt (J^T w - k w + s), where J^T w is the sum of pulls from cells.back;  w = s where dt = 0. In the limit (k - J)^T w = s.
// grid    step, shake, sum, judge, relax: one thread per (replica, vertex);  tick: one per replica, after each shake; shake and tick of the replicas from FIRST on
// reads   step at pulls rates;  shake at pulls rates keys clock;  sum at pulls;  judge rates moved total;  relax at pulls rates s
// writes  step moved =;  shake moved =;  sum total =;  judge s = term =;  relax w =;  tick clock +=
// limits  Euler is stable for dt below 2 / (largest stiffness + k); at most 6 storage buffers
// source  definitions; normal numbers: Box & Muller, Ann. Math. Stat. 29, 610 (1958)

override N: u32;       // cells; vertices are 2 N, corners 6 N
override SHARED: u32;  // 1: all replicas have the rings of the first, 0: each has its own
override FIRST: u32 = 0u;           // shake, tick: first replica of a dispatch
override COUNT: u32 = 0xffffffffu;  // tick: how many

@group(0) @binding(0) var<storage, read> at: array<u32>;               // (T, 2 N, 3) corners at each vertex; T = 1 or R
@group(0) @binding(1) var<storage, read> pulls: array<vec2f>;          // (R, 6 N)
@group(0) @binding(2) var<storage, read> rates: array<vec4f>;          // (R) dt, k, sqrt(2 D dt), most
@group(0) @binding(3) var<storage, read> keys: array<vec2u>;           // (R)
@group(0) @binding(4) var<storage, read_write> clock: array<u32>;      // (R) steps with noise so far
@group(0) @binding(5) var<storage, read_write> moved: array<vec2f>;    // (R, 2 N)
@group(0) @binding(6) var<storage, read_write> total: array<vec2f>;    // (R, 2 N)
@group(0) @binding(7) var<storage, read_write> s: array<vec2f>;        // (R, 2 N)
@group(0) @binding(8) var<storage, read_write> w: array<vec2f>;        // (R, 2 N)
@group(0) @binding(9) var<storage, read_write> term: array<f32>;       // (R, 2 N)

fn sum_at(r: u32, v: u32) -> vec2f {
  let first = 3u * (select(r, 0u, SHARED == 1u) * 2u * N + v);
  let row = r * 6u * N;
  return pulls[row + at[first]] + pulls[row + at[first + 1u]] + pulls[row + at[first + 2u]];
}

// How far a vertex moves without noise.
fn way_of(r: u32, v: u32) -> vec2f {
  let rate = rates[r];
  let way = rate.x * (sum_at(r, v) - rate.y * moved[r * 2u * N + v]);
  let far = sqrt(dot(way, way));
  return way * select(1.0, rate.w / far, far > rate.w);
}

@compute @workgroup_size(64)
fn step(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= 2u * N) { return; }
  moved[id.y * 2u * N + id.x] += way_of(id.y, id.x);
}

@compute @workgroup_size(64)
fn shake(@builtin(global_invocation_id) id: vec3u) {
  let r = FIRST + id.y;
  if (id.x >= 2u * N) { return; }
  let words = philox(vec4u(id.x, clock[r], 0u, 0u), keys[r]);
  let direction = select(1.0, -1.0, (words.y & 1u) == 1u) * half_turn(words.x);
  let normal = sqrt(-2.0 * log(unit_open(words.z))) * direction;
  moved[r * 2u * N + id.x] += way_of(r, id.x) + rates[r].z * normal;
}

@compute @workgroup_size(64)
fn tick(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < COUNT && FIRST + id.x < arrayLength(&clock)) { clock[FIRST + id.x] += 1u; }
}

@compute @workgroup_size(64)
fn sum(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= 2u * N) { return; }
  total[id.y * 2u * N + id.x] = sum_at(id.y, id.x);
}

@compute @workgroup_size(64)
fn judge(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= 2u * N) { return; }
  let i = id.y * 2u * N + id.x;
  let x = select(moved[i], total[i], rates[id.y].x == 0.0);
  s[i] = -2.0 * x;
  term[i] = -dot(x, x);
}

@compute @workgroup_size(64)
fn relax(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= 2u * N) { return; }
  let i = id.y * 2u * N + id.x;
  let rate = rates[id.y];
  w[i] = select(w[i] + rate.x * (sum_at(id.y, id.x) - rate.y * w[i] + s[i]), s[i], rate.x == 0.0);
}
