// bands/levels  signed gaps below and above a bundle of bands
// math    a division d says of each sector how many levels lie below the bundle, and below its upper edge: top = max of the levels below,
//         next = min of the rest, at both edges. At a momentum the division with the largest min(next - top) counts;
//         full gap = min over k of next - max over k of top, direct gap = min over k of (next - top)
// grid    one thread per candidate
// reads   gaps momenta places divisions levels
// writes  gaps found =
// limits  an edge without levels stands at +-1e30; at most 5 storage buffers
// source  definition: negative exactly where the order of irreps is wrong, and then by how much

override L: u32;   // levels of a candidate
override K: u32;   // momenta
override C: u32;   // candidates

@group(0) @binding(0) var<storage, read> momenta: array<vec4u>;       // (K) first sector, sectors, first division, divisions
@group(0) @binding(1) var<storage, read> places: array<vec2u>;        // (sectors) first level, levels
@group(0) @binding(2) var<storage, read> divisions: array<u32>;       // by (division, sector): levels below, and 65536 times those below the upper edge
@group(0) @binding(3) var<storage, read> levels: array<f32>;          // (candidates, L)
@group(0) @binding(4) var<storage, read_write> found: array<vec4f>;   // (candidates) full gaps below and above, direct gaps below and above

const BEYOND = 1e30;

@compute @workgroup_size(64)
fn gaps(@builtin(global_invocation_id) id: vec3u) {
  let c = id.x;
  if (c >= C) { return; }
  var least = vec2f(BEYOND);    // next over all momenta
  var most = vec2f(-BEYOND);    // top over all momenta
  var direct = vec2f(BEYOND);
  for (var k = 0u; k < K; k++) {
    let about = momenta[k];
    var top = vec2f();
    var next = vec2f();
    var best = -4.0 * BEYOND;
    for (var d = 0u; d < about.w; d++) {
      var t = vec2f(-BEYOND);
      var x = vec2f(BEYOND);
      for (var s = 0u; s < about.y; s++) {
        let place = places[about.x + s];
        let packed = divisions[about.z + d * about.y + s];
        let counts = vec2u(packed & 0xffffu, packed >> 16u);
        for (var edge = 0u; edge < 2u; edge++) {
          let n = counts[edge];
          if (n > 0u) { t[edge] = max(t[edge], levels[c * L + place.x + n - 1u]); }
          if (n < place.y) { x[edge] = min(x[edge], levels[c * L + place.x + n]); }
        }
      }
      let smaller = min(x.x - t.x, x.y - t.y);
      if (smaller > best) {
        best = smaller;
        top = t;
        next = x;
      }
    }
    least = min(least, next);
    most = max(most, top);
    direct = min(direct, next - top);
  }
  found[c] = vec4f(least - most, direct);
}
