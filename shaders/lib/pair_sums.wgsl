// uses lib/bound_gradients
// Sums over the negative pairs of a row, of functions of one score each:
//   value_i = sum_{j != i} pair(s_ij).x / (K - 1);   push_i = sum_{j != i} pair(s_ij).y v_j / (K - 1)
// lib/parts shares rows and columns out among threads. The including file declares override K and
//   fn pair(s: f32) -> vec2f                                      value, and - (K - 1) d term_i / d s_ij
//   fn settle(row: u32, s: f32, value: f32)                       called once for every row (r K + i) with s_ii

fn between(s: f32, i: u32, j: u32) -> vec2f {
  return select(vec2f(), pair(s), i != j);
}

// The rows of thread t of replica r.
fn embedding_rows(t: u32, r: u32) {
  let at = place(t);
  let i = at.row;
  var values = vec4f();
  var m0 = Row();
  var m1 = Row();
  var m2 = Row();
  var m3 = Row();
  if (i < K) {
    var u0 = Row();
    var u1 = Row();
    var u2 = Row();
    var u3 = Row();
    // Loops here and below instead of four copies, which drivers would compile for seconds. Rows beyond the last are zero.
    for (var row = end_of(at); row > i; row--) {
      u3 = u2;
      u2 = u1;
      u1 = u0;
      u0 = fetch_u(r * K + row - 1u);
    }
    for (var j = at.part; j < K; j += SPLIT) {
      let vj = fetch_v(r * K + j);
      let p0 = between(score(u0, vj), i, j);
      m0 = axpy(m0, p0.y, vj);
      let p1 = between(score(u1, vj), i + 1u, j);
      values += vec4f(p0.x, p1.x, 0.0, 0.0);
      m1 = axpy(m1, p1.y, vj);
      if (SPLIT == 1u) {
        let p2 = between(score(u2, vj), i + 2u, j);
        let p3 = between(score(u3, vj), i + 3u, j);
        values += vec4f(0.0, 0.0, p2.x, p3.x);
        m2 = axpy(m2, p2.y, vj);
        m3 = axpy(m3, p3.y, vj);
      }
    }
  }
  if (SPLIT > 1u) {
    show(t, values, m0, m1);
    if (own_row(at) < K) {
      var sums = vec2f();
      for (var part = 0u; part < SPLIT; part++) { sums += shown(t, part).xy; }
      finish_row(r * K + own_row(at), select(sums.y, sums.x, at.part == 0u), summed_row(t));
    }
    return;
  }
  for (var k = i; k < end_of(at); k++) {
    finish_row(r * K + k, values.x, m0);
    values = values.yzwx;
    m0 = m1;
    m1 = m2;
    m2 = m3;
  }
}

fn finish_row(row: u32, value: f32, mean: Row) {
  put_push(row, scaled(1.0 / f32(K - 1u), mean));
  settle(row, score(fetch_u(row), fetch_v(row)), value / f32(K - 1u));
}

fn score_row(i: u32, r: u32) {
  if (i >= K) { return; }
  let row = r * K + i;
  var value = 0.0;
  for (var j = 0u; j < K; j++) { value += between(scores[row * K + j], i, j).x; }
  settle(row, scores[row * K + i], value / f32(K - 1u));
}
