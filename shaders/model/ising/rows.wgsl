// uses lib/transpose
// model/ising/rows  converts spins between words of 32 chains of one site and words of 32 sites of one chain
// math    a row is cut into segments of 32 sites, the last one maybe shorter; a segment of 32 chains is a square of bits
//         that is transposed in the registers of one thread. Bits of sites beyond a row's end are 0.
// grid    gather, scatter: one thread per (group, row, segment) of the groups of `range`
// reads   gather spins range;  scatter rows range
// writes  gather rows =;  scatter spins =
// limits  at most 2 storage buffers
// source  definitions

override L: u32;  // lattice side, sites
override S: u32 = (L + 31u) / 32u;  // segments of a row

// The groups of 32 chains that are converted. A uniform and no constants, because drivers compile anew for each value.
struct Range { first: u32, groups: u32 }

@group(0) @binding(0) var<storage, read_write> spins: array<u32>;  // (G, L, L), bit = chain, 1 = up
@group(0) @binding(1) var<storage, read_write> rows: array<u32>;   // (groups, L, S, 32), bit = site of the segment
@group(0) @binding(2) var<uniform> range: Range;

// Four spins of a segment, as words of 32 chains; none beyond its end.
fn four_sites(first: u32, k: u32, length: u32) -> vec4u {
  let last = length - 1u;
  let some = vec4u(spins[first + min(k, last)], spins[first + min(k + 1u, last)], spins[first + min(k + 2u, last)], spins[first + min(k + 3u, last)]);
  return select(vec4u(), some, vec4u(k, k + 1u, k + 2u, k + 3u) < vec4u(length));
}

fn put_rows(first: u32, words: vec4u) {
  rows[first] = words.x;
  rows[first + 1u] = words.y;
  rows[first + 2u] = words.z;
  rows[first + 3u] = words.w;
}

fn four_rows(first: u32) -> vec4u {
  return vec4u(rows[first], rows[first + 1u], rows[first + 2u], rows[first + 3u]);
}

fn put_sites(first: u32, k: u32, length: u32, words: vec4u) {
  if (k < length) { spins[first + k] = words.x; }
  if (k + 1u < length) { spins[first + k + 1u] = words.y; }
  if (k + 2u < length) { spins[first + k + 2u] = words.z; }
  if (k + 3u < length) { spins[first + k + 3u] = words.w; }
}

// First site of segment i of the groups that move, in the spins.
fn first_of(i: u32) -> u32 {
  return range.first * L * L + (i / S) * L + (i % S) * 32u;
}

@compute @workgroup_size(64)
fn gather(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  if (i >= range.groups * L * S) { return; }
  let at = first_of(i);
  let n = min(32u, L - (i % S) * 32u);
  let r = transpose(Square(
    four_sites(at, 0u, n), four_sites(at, 4u, n), four_sites(at, 8u, n), four_sites(at, 12u, n),
    four_sites(at, 16u, n), four_sites(at, 20u, n), four_sites(at, 24u, n), four_sites(at, 28u, n)));
  put_rows(i * 32u, r.a);
  put_rows(i * 32u + 4u, r.b);
  put_rows(i * 32u + 8u, r.c);
  put_rows(i * 32u + 12u, r.d);
  put_rows(i * 32u + 16u, r.e);
  put_rows(i * 32u + 20u, r.f);
  put_rows(i * 32u + 24u, r.g);
  put_rows(i * 32u + 28u, r.h);
}

@compute @workgroup_size(64)
fn scatter(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  if (i >= range.groups * L * S) { return; }
  let at = first_of(i);
  let n = min(32u, L - (i % S) * 32u);
  let r = transpose(Square(
    four_rows(i * 32u), four_rows(i * 32u + 4u), four_rows(i * 32u + 8u), four_rows(i * 32u + 12u),
    four_rows(i * 32u + 16u), four_rows(i * 32u + 20u), four_rows(i * 32u + 24u), four_rows(i * 32u + 28u)));
  put_sites(at, 0u, n, r.a);
  put_sites(at, 4u, n, r.b);
  put_sites(at, 8u, n, r.c);
  put_sites(at, 12u, n, r.d);
  put_sites(at, 16u, n, r.e);
  put_sites(at, 20u, n, r.f);
  put_sites(at, 24u, n, r.g);
  put_sites(at, 28u, n, r.h);
}
