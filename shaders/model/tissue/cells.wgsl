// uses lib/tissue_parameters
// uses lib/tissue
// model/tissue/cells  forces of a cell on its corners, and the product of a covector with their derivatives
// math    p_h corners, n next, p previous, d_h = p_n - p_h, l = sqrt(d^2 + e^2), t = d / l, E(x, y) = (-y, x), A area, P = sum l_h,
//         a = dA/dp = -E(d_h + d_p) / 2, u = t_h - t_p = -dP/dp, q = p_h - mean, I = sum q^2:
//         f_h = -KA (A - A0) a + (1 + chi E) KP (P - P0) u + (tau / I) E q + (gamma / 2) (d_h + d_p)
//         For a covector w, with m = w - chi E w, Q x = (x - t (t x)) / l, alpha = sum a w, beta = sum u m, G = sum w E q:
//         g_h = d/dp_h sum w f = -KA alpha a - KA (A - A0) E(w_p - w_n) / 2 - KP beta u + KP (P - P0) (Q_h(m_n - m_h) + Q_p(m_p - m_h))
//         - (tau / I) (E w_h - mean of E w) - 2 tau G q / I^2 + (gamma / 2) (w_p - w_n)
//         slopes: -(A - A0) alpha, KA alpha, (P - P0) beta, -KP beta, KP (P - P0) sum w E u, G / I, sum w (d_h + d_p) / 2, of KA, A0, KP, P0,
//         chi, tau, gamma
// grid    one thread per (replica, cell); forward: of the replicas from FIRST on
// reads   forward rows corners edges moved theta;  back rows corners edges moved theta w
// writes  forward shapes = pulls =;  back pulls = slopes =
// limits  floats of the size of a cell, so that errors do not grow with the box; at most 8 storage buffers
// source  energy: Bi et al., Nat. Phys. 11, 1074 (2015); the chiral forces are a choice of ours; derivatives by the chain rule

override FIRST: u32 = 0u;  // first replica of a dispatch

@group(0) @binding(0) var<storage, read> rows: array<u32>;             // (T, N + 1) first corner of each cell; T = 1 or R
@group(0) @binding(1) var<storage, read> corners: array<u32>;          // (T, 6 N) the vertex at each corner
@group(0) @binding(2) var<storage, read> edges: array<vec2f>;          // (R, 6 N) to the next corner, in the reference
@group(0) @binding(3) var<storage, read> moved: array<vec2f>;          // (R, 2 N) from the reference
@group(0) @binding(4) var<storage, read> theta: array<f32>;            // (R, theta_stride)
@group(0) @binding(5) var<storage, read_write> pulls: array<vec2f>;    // (R, 6 N) force, or derivative, at each corner
@group(0) @binding(6) var<storage, read_write> shapes: array<vec2f>;   // (R, N) area, perimeter
@group(0) @binding(6) var<storage, read> w: array<vec2f>;              // (R, 2 N)
@group(0) @binding(7) var<storage, read_write> slopes: array<f32>;     // (R, 7, N)

fn parameter(r: u32, c: u32, j: u32) -> f32 {
  return theta[begin_of(r, j) + select(0u, c, per_cell(j))];
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let r = FIRST + id.y;
  let c = id.x;
  if (c >= N) { return; }
  let ring = ring_of(r, c);
  let shape = shape_of(r, ring);
  shapes[r * N + c] = vec2f(shape.area, shape.perimeter);
  let pressure = parameter(r, c, 0u) * (shape.area - parameter(r, c, 1u));
  let tension = parameter(r, c, 2u) * (shape.perimeter - parameter(r, c, 3u));
  let chi = parameter(r, c, 4u);
  let spin = parameter(r, c, 5u) / shape.inertia;
  let drive = 0.5 * parameter(r, c, 6u);
  var before = edge_at(r, ring, ring.end - 1u);
  var q = -shape.mean;
  for (var h = ring.first; h < ring.end; h++) {
    let d = edge_at(r, ring, h);
    let u = tension * (d / length_of(d) - before / length_of(before));
    let across = d + before;
    pulls[r * 6u * N + h] = 0.5 * pressure * turned(across) + u + chi * turned(u) + spin * turned(q) + drive * across;
    q += d;
    before = d;
  }
}

fn covector(r: u32, ring: Ring, h: u32) -> vec2f { return w[r * 2u * N + vertex_at(ring, h)]; }

// Q x: how the unit vector along an edge changes with the edge.
fn bent(d: vec2f, x: vec2f) -> vec2f {
  let l = length_of(d);
  let t = d / l;
  return (x - t * dot(t, x)) / l;
}

// Sums over the corners of a cell: a w, u w, w E u, w E q, w (d_h + d_p), w.
struct Sums { alpha: f32, along: f32, odd: f32, moment: f32, drive: f32, w: vec2f }

fn sums_of(r: u32, ring: Ring, mean: vec2f) -> Sums {
  var sums = Sums();
  var before = edge_at(r, ring, ring.end - 1u);
  var q = -mean;
  for (var h = ring.first; h < ring.end; h++) {
    let d = edge_at(r, ring, h);
    let u = d / length_of(d) - before / length_of(before);
    let across = d + before;
    let wh = covector(r, ring, h);
    sums.alpha -= 0.5 * dot(turned(across), wh);
    sums.along += dot(u, wh);
    sums.odd += dot(turned(u), wh);
    sums.moment += dot(turned(q), wh);
    sums.drive += dot(across, wh);
    sums.w += wh;
    q += d;
    before = d;
  }
  return sums;
}

@compute @workgroup_size(64)
fn back(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  let c = id.x;
  if (c >= N) { return; }
  let ring = ring_of(r, c);
  let shape = shape_of(r, ring);
  let sums = sums_of(r, ring, shape.mean);
  let ka = parameter(r, c, 0u);
  let kp = parameter(r, c, 2u);
  let chi = parameter(r, c, 4u);
  let strain = shape.area - parameter(r, c, 1u);
  let excess = shape.perimeter - parameter(r, c, 3u);
  let torque = parameter(r, c, 5u) / shape.inertia;
  let drive = 0.5 * parameter(r, c, 6u);
  // sum u m = sum u w + chi sum w E u, as -u E w = w E u.
  let beta = sums.along + chi * sums.odd;
  let at = r * 7u * N + c;
  slopes[at] = -strain * sums.alpha;
  slopes[at + N] = ka * sums.alpha;
  slopes[at + 2u * N] = excess * beta;
  slopes[at + 3u * N] = -kp * beta;
  slopes[at + 4u * N] = kp * excess * sums.odd;
  slopes[at + 5u * N] = sums.moment / shape.inertia;
  slopes[at + 6u * N] = 0.5 * sums.drive;
  let mean_w = sums.w / f32(ring.end - ring.first);
  let outward = 2.0 * torque * sums.moment / shape.inertia;
  var before = edge_at(r, ring, ring.end - 1u);
  var w_before = covector(r, ring, ring.end - 1u);
  var wh = covector(r, ring, ring.first);
  var q = -shape.mean;
  for (var h = ring.first; h < ring.end; h++) {
    let d = edge_at(r, ring, h);
    let w_after = covector(r, ring, after(ring, h));
    let across = d + before;
    let u = d / length_of(d) - before / length_of(before);
    let on = w_after - wh;
    let off = w_before - wh;
    let span = w_before - w_after;
    var g = 0.5 * ka * (sums.alpha * turned(across) - strain * turned(span)) - kp * beta * u;
    g += kp * excess * (bent(d, on - chi * turned(on)) + bent(before, off - chi * turned(off)));
    g += drive * span - torque * turned(wh - mean_w) - outward * q;
    pulls[r * 6u * N + h] = g;
    q += d;
    before = d;
    w_before = wh;
    wh = w_after;
  }
}
