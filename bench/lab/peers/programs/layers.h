/* Layers and bound of train.c, forward and backward. A layer has 32 outputs, the last one of a tower 8. */
#include "vectors.h"

/* Samples of a tile: with two vectors of outputs its sums fill the registers, 32 with AVX-512 and 16 elsewhere. */
enum { WIDTH = 32, EMBED = 8, MOST_LAYERS = 4, TILE = LANES == 16 ? 10 : 6, PAIR = 2 * LANES, ROWS = 4 };

/* Samples of a batch, and the same rounded up to whole tiles. */
static int batch, padded;

/* Buffers of one thread: inputs, noise, activations and outputs of both towers (0: H, 1: E), their gradients, the columns of
   the scores, and four rows of scores. */
typedef struct {
  float *e, *h, *noise, *a[2][MOST_LAYERS], *out[2], *dout[2], *d0, *d1, *columns, *dcolumns, *scores;
} Space;

/* The sums of one tile, two vectors of outputs for each sample. */
typedef struct {
  vec a[TILE], b[TILE];
} Sums;

/* Adds the products of a tile: s[i] += x[i across + j down] w[j], for j < count. */
static inline __attribute__((always_inline)) void products(Sums *s, const float *x, int across, int down, const float *w, int count) {
  for (int j = 0; j < count; j++) {
    const vec u = load(w + j * WIDTH), v = load(w + j * WIDTH + LANES);
#pragma GCC unroll 10
    for (int i = 0; i < TILE; i++) {
      const vec one = all(x[i * across + j * down]);
      s->a[i] += one * u;
      s->b[i] += one * v;
    }
  }
}

/* y = x w + bias, 32 outputs, relu on the result */
static void forward(const float *x, int inputs, const float *w, float *y) {
  for (int o = 0; o < WIDTH; o += PAIR) {
    for (int k = 0; k < padded; k += TILE) {
      Sums s;
      for (int i = 0; i < TILE; i++) s.a[i] = load(w + inputs * WIDTH + o), s.b[i] = load(w + inputs * WIDTH + o + LANES);
      products(&s, x + k * inputs, inputs, 1, w + o, inputs);
      for (int i = 0; i < TILE; i++) {
        store(y + (k + i) * WIDTH + o, largest(s.a[i], all(0)));
        store(y + (k + i) * WIDTH + o + LANES, largest(s.b[i], all(0)));
      }
    }
  }
}

/* dw = x^T dy, and sum dy as the gradient of the bias */
static void weights(const float *x, int inputs, const float *dy, float *dw) {
  for (int o = 0; o < WIDTH; o += PAIR) {
    int j = 0;
    for (; j + TILE <= inputs; j += TILE) {
      Sums s = {0};
      products(&s, x + j, 1, inputs, dy + o, batch);
      for (int i = 0; i < TILE; i++) store(dw + (j + i) * WIDTH + o, s.a[i]), store(dw + (j + i) * WIDTH + o + LANES, s.b[i]);
    }
    for (; j <= inputs; j++) {
      vec a = all(0), b = all(0);
      for (int k = 0; k < batch; k++) {
        const vec one = all(j < inputs ? x[k * inputs + j] : 1);
        a += one * load(dy + k * WIDTH + o);
        b += one * load(dy + k * WIDTH + o + LANES);
      }
      store(dw + j * WIDTH + o, a), store(dw + j * WIDTH + o + LANES, b);
    }
  }
}

/* d where x, a relu's result, is not zero */
static vec where_on(const float *x, vec d) { return (vec)((ivec)d & (load(x) > 0)); }

/* dx = (dy w^T) where x, a relu's result, is not zero */
static void inputs_of(const float *x, const float *w, const float *dy, float *dx) {
  float t[(WIDTH + 1) * WIDTH] = {0};
  for (int i = 0; i < WIDTH; i++)
    for (int j = 0; j < WIDTH; j++) t[j * WIDTH + i] = w[i * WIDTH + j];
  for (int o = 0; o < WIDTH; o += PAIR) {
    for (int k = 0; k < padded; k += TILE) {
      Sums s = {0};
      products(&s, dy + k * WIDTH, WIDTH, 1, t + o, WIDTH);
      for (int i = 0; i < TILE; i++) {
        const int at = (k + i) * WIDTH + o;
        store(dx + at, where_on(x + at, s.a[i]));
        store(dx + at + LANES, where_on(x + at + LANES, s.b[i]));
      }
    }
  }
}

/* y = x w + bias, 8 outputs */
static void last_forward(const float *x, const float *w, float *y) {
  for (int k = 0; k < padded; k++) {
    float o[EMBED];
    memcpy(o, w + WIDTH * EMBED, sizeof o);
    for (int j = 0; j < WIDTH; j++)
      for (int d = 0; d < EMBED; d++) o[d] += x[k * WIDTH + j] * w[j * EMBED + d];
    memcpy(y + k * EMBED, o, sizeof o);
  }
}

/* Gradients of the last layer: dw, and dx where x, a relu's result, is not zero. */
static void last_backward(const float *x, const float *w, const float *dy, float *dw, float *dx) {
  float t[EMBED * WIDTH], bias[EMBED] = {0};
  for (int d = 0; d < EMBED; d++)
    for (int j = 0; j < WIDTH; j++) t[d * WIDTH + j] = w[j * EMBED + d];
  for (int j = 0; j < WIDTH; j += LANES) {
    vec a[EMBED];
    for (int d = 0; d < EMBED; d++) a[d] = all(0);
    for (int k = 0; k < batch; k++) {
      const vec from = load(x + k * WIDTH + j);
      vec to = all(0);
#pragma GCC unroll 8
      for (int d = 0; d < EMBED; d++) {
        const vec s = all(dy[k * EMBED + d]);
        a[d] += s * from;
        to += s * load(t + d * WIDTH + j);
      }
      store(dx + k * WIDTH + j, where_on(x + k * WIDTH + j, to));
    }
    for (int d = 0; d < EMBED; d++)
      for (int l = 0; l < LANES; l++) dw[(j + l) * EMBED + d] = a[d][l];
  }
  for (int k = 0; k < batch; k++)
    for (int d = 0; d < EMBED; d++) bias[d] += dy[k * EMBED + d];
  memcpy(dw + WIDTH * EMBED, bias, sizeof bias);
}

/* Scores of rows k, k + 1, ... with all columns, and the largest of each row in the lanes of a vector. */
static void scores_of(const float *u, const float *columns, int k, int wide, float *scores, vec *most) {
  vec lanes;
  for (int l = 0; l < LANES; l++) lanes[l] = l;
  for (int i = 0; i < ROWS; i++) most[i] = all(-1e30f);
  for (int j = 0; j < wide; j += LANES) {
    const ivec dead = lanes + (float)j >= (float)batch;
#pragma GCC unroll 4
    for (int i = 0; i < ROWS; i++) {
      vec x = all(0);
#pragma GCC unroll 8
      for (int d = 0; d < EMBED; d++) x += u[(k + i) * EMBED + d] * load(columns + d * wide + j);
      x = (vec)((~dead & (ivec)x) | (dead & (ivec)all(-1e30f)));
      most[i] = largest(most[i], x);
      store(scores + i * wide + j, x);
    }
  }
}

/* Softmax of one row of scores and its gradients with respect to the embedding of the row and to all columns.
   Returns the term of the row. */
static double row_of(Space *s, int at, int wide, float *row, vec most) {
  const float *u = s->out[0] + at * EMBED, *v = s->out[1] + at * EMBED;
  float peak = -1e30f;
  for (int l = 0; l < LANES; l++) peak = fmaxf(peak, most[l]);
  const float own = row[at];
  vec total = all(0), d[EMBED];
  for (int j = 0; j < wide; j += LANES) {
    const vec x = exponential(load(row + j) - peak);
    store(row + j, x);
    total += x;
  }
  const float z = sum(total), weight = 1.0f / (batch * z);
  for (int e = 0; e < EMBED; e++) d[e] = all(0);
  for (int j = 0; j < wide; j += LANES) {
    const vec p = load(row + j) * weight;
#pragma GCC unroll 8
    for (int e = 0; e < EMBED; e++) {
      d[e] += p * load(s->columns + e * wide + j);
      float *to = s->dcolumns + e * wide + j;
      store(to, load(to) - p * u[e]);
    }
  }
  for (int e = 0; e < EMBED; e++) s->dout[0][at * EMBED + e] = v[e] / batch - sum(d[e]);
  return own - peak - logf(z);
}

/* InfoNCE for four rows at a time: scores, softmax and the gradients of both embeddings without a matrix of scores. */
static double bound(Space *s) {
  const int wide = (batch + LANES - 1) / LANES * LANES;
  const float *u = s->out[0], *v = s->out[1];
  double objective = 0;
  memset(s->columns, 0, sizeof(float) * EMBED * wide);
  memset(s->dcolumns, 0, sizeof(float) * EMBED * wide);
  for (int j = 0; j < batch; j++)
    for (int d = 0; d < EMBED; d++) s->columns[d * wide + j] = v[j * EMBED + d];
  for (int k = 0; k < batch; k += ROWS) {
    vec most[ROWS];
    scores_of(u, s->columns, k, wide, s->scores, most);
    for (int i = 0; i < ROWS && k + i < batch; i++) objective += row_of(s, k + i, wide, s->scores + i * wide, most[i]);
  }
  for (int j = 0; j < batch; j++)
    for (int d = 0; d < EMBED; d++) s->dout[1][j * EMBED + d] = u[j * EMBED + d] / batch + s->dcolumns[d * wide + j];
  return objective / batch + log(batch);
}
