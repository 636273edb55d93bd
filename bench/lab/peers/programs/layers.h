/* Layers and bound of train.c, forward and backward. A layer has 32 outputs, the last one of a tower 8. */
#include "vectors.h"

enum { WIDTH = 32, EMBED = 8, MOST_LAYERS = 4, TILE = 10, ROWS = 4 };

/* Samples of a batch, and the same rounded up to whole tiles. */
static int batch, padded;

/* Buffers of one thread: inputs, noise, activations and outputs of both towers (0: H, 1: E), their gradients, the columns of
   the scores, and four rows of scores. */
typedef struct {
  float *e, *h, *noise, *a[2][MOST_LAYERS], *out[2], *dout[2], *d0, *d1, *columns, *dcolumns, *scores;
} Space;

/* y = x w + bias, 32 outputs, relu on the result */
static void forward(const float *x, int inputs, const float *w, float *y) {
  for (int k = 0; k < padded; k += TILE) {
    v16 a[TILE], b[TILE];
    for (int i = 0; i < TILE; i++) a[i] = load(w + inputs * WIDTH), b[i] = load(w + inputs * WIDTH + 16);
    for (int j = 0; j < inputs; j++) {
      const v16 u = load(w + j * WIDTH), v = load(w + j * WIDTH + 16);
#pragma GCC unroll 10
      for (int i = 0; i < TILE; i++) {
        const v16 s = all(x[(k + i) * inputs + j]);
        a[i] += s * u;
        b[i] += s * v;
      }
    }
    for (int i = 0; i < TILE; i++) {
      store(y + (k + i) * WIDTH, largest(a[i], all(0)));
      store(y + (k + i) * WIDTH + 16, largest(b[i], all(0)));
    }
  }
}

/* dw = x^T dy, and sum dy as the gradient of the bias */
static void weights(const float *x, int inputs, const float *dy, float *dw) {
  int j = 0;
  for (; j + TILE <= inputs; j += TILE) {
    v16 a[TILE], b[TILE];
    for (int i = 0; i < TILE; i++) a[i] = b[i] = all(0);
    for (int k = 0; k < batch; k++) {
      const v16 u = load(dy + k * WIDTH), v = load(dy + k * WIDTH + 16);
#pragma GCC unroll 10
      for (int i = 0; i < TILE; i++) {
        const v16 s = all(x[k * inputs + j + i]);
        a[i] += s * u;
        b[i] += s * v;
      }
    }
    for (int i = 0; i < TILE; i++) store(dw + (j + i) * WIDTH, a[i]), store(dw + (j + i) * WIDTH + 16, b[i]);
  }
  for (; j <= inputs; j++) {
    v16 a = all(0), b = all(0);
    for (int k = 0; k < batch; k++) {
      const v16 s = all(j < inputs ? x[k * inputs + j] : 1);
      a += s * load(dy + k * WIDTH);
      b += s * load(dy + k * WIDTH + 16);
    }
    store(dw + j * WIDTH, a), store(dw + j * WIDTH + 16, b);
  }
}

/* dx = (dy w^T) where x, a relu's result, is not zero */
static void inputs_of(const float *x, const float *w, const float *dy, float *dx) {
  float t[(WIDTH + 1) * WIDTH] = {0};
  for (int i = 0; i < WIDTH; i++)
    for (int j = 0; j < WIDTH; j++) t[j * WIDTH + i] = w[i * WIDTH + j];
  for (int k = 0; k < padded; k += TILE) {
    v16 a[TILE], b[TILE];
    for (int i = 0; i < TILE; i++) a[i] = b[i] = all(0);
    for (int j = 0; j < WIDTH; j++) {
      const v16 u = load(t + j * WIDTH), v = load(t + j * WIDTH + 16);
#pragma GCC unroll 10
      for (int i = 0; i < TILE; i++) {
        const v16 s = all(dy[(k + i) * WIDTH + j]);
        a[i] += s * u;
        b[i] += s * v;
      }
    }
    for (int i = 0; i < TILE; i++) {
      const float *at = x + (k + i) * WIDTH;
      store(dx + (k + i) * WIDTH, (v16)((i16)a[i] & (load(at) > 0)));
      store(dx + (k + i) * WIDTH + 16, (v16)((i16)b[i] & (load(at + 16) > 0)));
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
  v16 a[EMBED], b[EMBED];
  for (int d = 0; d < EMBED; d++) {
    a[d] = b[d] = all(0);
    for (int j = 0; j < WIDTH; j++) t[d * WIDTH + j] = w[j * EMBED + d];
  }
  for (int k = 0; k < batch; k++) {
    const v16 xa = load(x + k * WIDTH), xb = load(x + k * WIDTH + 16);
    v16 da = all(0), db = all(0);
#pragma GCC unroll 8
    for (int d = 0; d < EMBED; d++) {
      const float s = dy[k * EMBED + d];
      bias[d] += s;
      a[d] += s * xa, b[d] += s * xb;
      da += s * load(t + d * WIDTH), db += s * load(t + d * WIDTH + 16);
    }
    store(dx + k * WIDTH, (v16)((i16)da & (xa > 0)));
    store(dx + k * WIDTH + 16, (v16)((i16)db & (xb > 0)));
  }
  for (int d = 0; d < EMBED; d++)
    for (int j = 0; j < 16; j++) dw[j * EMBED + d] = a[d][j], dw[(j + 16) * EMBED + d] = b[d][j];
  memcpy(dw + WIDTH * EMBED, bias, sizeof bias);
}

/* Scores of rows k, k + 1, ... with all columns, and the largest of each row in 16 lanes. */
static void scores_of(const float *u, const float *columns, int k, int wide, float *scores, v16 *most) {
  const v16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  for (int i = 0; i < ROWS; i++) most[i] = all(-1e30f);
  for (int j = 0; j < wide; j += 16) {
    const i16 dead = lanes + (float)j >= (float)batch;
#pragma GCC unroll 4
    for (int i = 0; i < ROWS; i++) {
      v16 x = all(0);
#pragma GCC unroll 8
      for (int d = 0; d < EMBED; d++) x += u[(k + i) * EMBED + d] * load(columns + d * wide + j);
      x = (v16)((~dead & (i16)x) | (dead & (i16)all(-1e30f)));
      most[i] = largest(most[i], x);
      store(scores + i * wide + j, x);
    }
  }
}

/* Softmax of one row of scores and its gradients with respect to the embedding of the row and to all columns.
   Returns the term of the row. */
static double row_of(Space *s, int at, int wide, float *row, v16 most) {
  const float *u = s->out[0] + at * EMBED, *v = s->out[1] + at * EMBED;
  float peak = -1e30f;
  for (int l = 0; l < 16; l++) peak = fmaxf(peak, most[l]);
  const float own = row[at];
  v16 total = all(0), d[EMBED];
  for (int j = 0; j < wide; j += 16) {
    const v16 x = exponential(load(row + j) - peak);
    store(row + j, x);
    total += x;
  }
  const float z = sum(total), weight = 1.0f / (batch * z);
  for (int e = 0; e < EMBED; e++) d[e] = all(0);
  for (int j = 0; j < wide; j += 16) {
    const v16 p = load(row + j) * weight;
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
  const int wide = (batch + 15) / 16 * 16;
  const float *u = s->out[0], *v = s->out[1];
  double objective = 0;
  memset(s->columns, 0, sizeof(float) * EMBED * wide);
  memset(s->dcolumns, 0, sizeof(float) * EMBED * wide);
  for (int j = 0; j < batch; j++)
    for (int d = 0; d < EMBED; d++) s->columns[d * wide + j] = v[j * EMBED + d];
  for (int k = 0; k < batch; k += ROWS) {
    v16 most[ROWS];
    scores_of(u, s->columns, k, wide, s->scores, most);
    for (int i = 0; i < ROWS && k + i < batch; i++) objective += row_of(s, k + i, wide, s->scores + i * wide, most[i]);
  }
  for (int j = 0; j < batch; j++)
    for (int d = 0; d < EMBED; d++) s->dout[1][j * EMBED + d] = u[j * EMBED + d] / batch + s->dcolumns[d * wide + j];
  return objective / batch + log(batch);
}
