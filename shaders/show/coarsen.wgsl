// show/coarsen  the filter of one replica applied to a whole configuration, block beside block; then the same filter to the result
// math    h = ± sign(sum_v w_v s_v) over the values of a block, 0 for a tie, |sum| <= 1e-6 sum |w|;  again: s are the h of a finer lattice;
//         norms = (sqrt(sum w^2), sum |w|)
// grid    norms: one thread per replica;  coarsen, again: one thread per block
// reads   norms w;  coarsen state w sums pick;  again finer w sums pick
// writes  norms sums =;  coarsen field =;  again field =
// limits  W and H multiples of BW and BH; C = 1 for again; at most 4 storage buffers
// source  H = sign(Lambda V): Goekmen et al., PRL 127, 240603 (2021), arXiv:2101.11633; iterated: Wilson & Kogut, Phys. Rep. 12, 75 (1974)

override W: u32 = 1u;       // sites along a row of the finer lattice
override H: u32 = 1u;       // its rows
override BW: u32 = 1u;      // sites along a row of a block
override BH: u32 = 1u;      // its rows
override C: u32 = 1u;       // values of a site
override R: u32 = 1u;       // replicas
override FIRST: u32;        // first number of the filter in the row of a replica
override STRIDE: u32;       // numbers between the filters of neighbouring replicas

struct Pick { replica: u32, first: u32, lane: u32, sign: f32 }

@group(0) @binding(0) var<storage, read> w: array<f32>;           // (R, STRIDE)
@group(0) @binding(1) var<storage, read> state: array<u32>;       // (G, H, W, C), bit = chain
@group(0) @binding(1) var<storage, read> finer: array<f32>;       // (H, W)
@group(0) @binding(2) var<storage, read_write> sums: array<vec2f>; // (R) norm, sum of magnitudes
@group(0) @binding(3) var<storage, read_write> field: array<f32>; // (H / BH, W / BW)
@group(0) @binding(4) var<uniform> pick: Pick;                    // the replica, first word of the group, bit of the chain

const TIE = 1e-6;

@compute @workgroup_size(64)
fn norms(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= R) { return; }
  var sum = vec2f();
  for (var v = 0u; v < BW * BH * C; v++) {
    let weight = w[id.x * STRIDE + FIRST + v];
    sum += vec2f(weight * weight, abs(weight));
  }
  sums[id.x] = vec2f(sqrt(sum.x), sum.y);
}

fn outcome(a: f32) -> f32 { return select(pick.sign * sign(a), 0.0, abs(a) <= TIE * sums[pick.replica].y); }

@compute @workgroup_size(64)
fn coarsen(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= (W / BW) * (H / BH)) { return; }
  let corner = vec2u(BW * (id.x % (W / BW)), BH * (id.x / (W / BW)));
  var a = 0.0;
  for (var v = 0u; v < BW * BH * C; v++) {
    let site = corner + vec2u((v / C) % BW, v / (C * BW));
    let word = state[pick.first + (site.y * W + site.x) * C + v % C];
    a += w[pick.replica * STRIDE + FIRST + v] * select(-1.0, 1.0, ((word >> pick.lane) & 1u) == 1u);
  }
  field[id.x] = outcome(a);
}

@compute @workgroup_size(64)
fn again(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= (W / BW) * (H / BH)) { return; }
  let corner = vec2u(BW * (id.x % (W / BW)), BH * (id.x / (W / BW)));
  var a = 0.0;
  for (var v = 0u; v < BW * BH; v++) {
    a += w[pick.replica * STRIDE + FIRST + v] * finer[(corner.y + v / BW) * W + corner.x + v % BW];
  }
  field[id.x] = outcome(a);
}
