/* One training step of the filter and the separable critic in C, on one thread per replica at a time: the floor of what
   this processor can do. Vectors of 16 floats are AVX-512 registers where there are any, and are split by the compiler
   elsewhere. Data: random blocks V; a quarter of E carries the sign of the sum of V, so that I(H:E) can reach ln 2.
   cc -O3 -march=native -ffast-math train.c -o train -lm -lpthread
   train THREADS VISIBLE ENVIRONMENT COMPONENTS BATCH LAYERS REPLICAS; then on stdin "about", "train STEPS" or "time SECONDS" */
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WIDTH = 32, EMBED = 8, SAMPLES = 28800, MOST_LAYERS = 4, TILE = 10, ROWS = 4 };
typedef float v16 __attribute__((vector_size(64), aligned(4)));
typedef int32_t i16 __attribute__((vector_size(64), aligned(4)));

static int visible, environment, components, batch, padded, layers, replicas, threads, parameters;
static uint16_t *blocks, *rings; /* a bit per spin */
static int block_words, ring_words;

static v16 load(const float *at) { return *(const v16 *)at; }
static void store(float *at, v16 value) { *(v16 *)at = value; }
static v16 all(float x) { return x - (v16){0}; }

static v16 largest(v16 a, v16 b) {
  const i16 mask = a > b;
  return (v16)((mask & (i16)a) | (~mask & (i16)b));
}

static float sum(v16 a) {
  float total = 0;
  for (int i = 0; i < 16; i++) total += a[i];
  return total;
}

/* exp(x) for x <= 0: 2^n times a polynomial of the rest (Taylor coefficients of 2^f, |f| <= 1/2, error 2e-6). */
static v16 exponential(v16 x) {
  const v16 t = largest(x * 1.44269504f, all(-126));
  const i16 n = __builtin_convertvector(t - 0.5f, i16);
  const v16 f = t - __builtin_convertvector(n, v16);
  const v16 p = 1 + f * (0.69314718f + f * (0.24022651f + f * (0.05550411f + f * (0.00961813f + f * 0.00133336f))));
  return p * (v16)((n + 127) << 23);
}

static uint64_t next(uint64_t *s) {
  *s ^= *s << 13;
  *s ^= *s >> 7;
  return *s ^= *s << 17;
}
static float fraction(uint64_t *s) { return ((next(s) >> 41) + 0.5f) / 8388608.0f; }

/* Every layer is (inputs + 1) x outputs, the bias last; u is the tower of H, v that of E. */
typedef struct {
  float *p, *g, *m, *v;
  int *order;
  int step, taken;
  uint64_t random;
  double objective;
} Replica;

typedef struct {
  float *e, *h, *noise, *a[2][MOST_LAYERS], *out[2], *dout[2], *d0, *d1, *columns, *dcolumns, *scores;
} Space;

static int filter_at(void) { return 0; }
static int layer_at(int tower, int layer) {
  int at = visible * components;
  for (int t = 0; t < 2; t++) {
    for (int l = 0; l <= layers; l++) {
      if (t == tower && l == layer) return at;
      const int inputs = l > 0 ? WIDTH : t == 0 ? components : environment;
      at += (inputs + 1) * (l < layers ? WIDTH : EMBED);
    }
  }
  return at;
}

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

/* dw = x^T dy, dc = sum dy */
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

static void last_forward(const float *x, const float *w, float *y) {
  for (int k = 0; k < padded; k++) {
    float o[EMBED];
    memcpy(o, w + WIDTH * EMBED, sizeof o);
    for (int j = 0; j < WIDTH; j++)
      for (int d = 0; d < EMBED; d++) o[d] += x[k * WIDTH + j] * w[j * EMBED + d];
    memcpy(y + k * EMBED, o, sizeof o);
  }
}

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

/* InfoNCE, rows by fours: scores, softmax and the gradients of both embeddings without a matrix of scores. */
static double bound(Space *s) {
  const int wide = (batch + 15) / 16 * 16;
  const float *u = s->out[0], *v = s->out[1];
  const v16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  double objective = 0;
  memset(s->columns, 0, sizeof(float) * EMBED * wide);
  memset(s->dcolumns, 0, sizeof(float) * EMBED * wide);
  for (int j = 0; j < batch; j++)
    for (int d = 0; d < EMBED; d++) s->columns[d * wide + j] = v[j * EMBED + d];
  for (int k = 0; k < batch; k += ROWS) {
    const int rows = batch - k < ROWS ? batch - k : ROWS;
    v16 most[ROWS];
    for (int i = 0; i < ROWS; i++) most[i] = all(-1e30f);
    for (int j = 0; j < wide; j += 16) {
      const i16 dead = lanes + (float)j >= (float)batch;
#pragma GCC unroll 4
      for (int i = 0; i < ROWS; i++) {
        v16 x = all(0);
#pragma GCC unroll 8
        for (int d = 0; d < EMBED; d++) x += u[(k + i) * EMBED + d] * load(s->columns + d * wide + j);
        x = (v16)((~dead & (i16)x) | (dead & (i16)all(-1e30f)));
        most[i] = largest(most[i], x);
        store(s->scores + i * wide + j, x);
      }
    }
    for (int i = 0; i < rows; i++) {
      float *row = s->scores + i * wide, peak = -1e30f;
      for (int l = 0; l < 16; l++) peak = fmaxf(peak, most[i][l]);
      const float own = row[k + i];
      v16 total = all(0), d[EMBED];
      for (int j = 0; j < wide; j += 16) {
        const v16 x = exponential(load(row + j) - peak);
        store(row + j, x);
        total += x;
      }
      const float z = sum(total), weight = 1.0f / (batch * z);
      objective += own - peak - logf(z);
      for (int e = 0; e < EMBED; e++) d[e] = all(0);
      for (int j = 0; j < wide; j += 16) {
        const v16 p = load(row + j) * weight;
#pragma GCC unroll 8
        for (int e = 0; e < EMBED; e++) {
          d[e] += p * load(s->columns + e * wide + j);
          float *at = s->dcolumns + e * wide + j;
          store(at, load(at) - p * u[(k + i) * EMBED + e]);
        }
      }
      for (int e = 0; e < EMBED; e++) s->dout[0][(k + i) * EMBED + e] = v[(k + i) * EMBED + e] / batch - sum(d[e]);
    }
  }
  for (int j = 0; j < batch; j++)
    for (int d = 0; d < EMBED; d++) s->dout[1][j * EMBED + d] = u[j * EMBED + d] / batch + s->dcolumns[d * wide + j];
  return objective / batch + log(batch);
}

/* 16 spins of a word at a time: +1 or -1 by its bits. */
static void spins(const uint16_t *words, int count, float *to) {
  const i16 bit = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768};
  for (int i = 0; i < count / 16; i++) {
    const i16 set = ((bit & words[i]) != 0);
    store(to + 16 * i, (v16)((set & (i16)all(1)) | (~set & (i16)all(-1))));
  }
}

static void train_step(Replica *r, Space *s) {
  if (r->taken + batch > SAMPLES) {
    for (int i = SAMPLES - 1; i > 0; i--) {
      const int j = next(&r->random) % (i + 1), other = r->order[i];
      r->order[i] = r->order[j], r->order[j] = other;
    }
    r->taken = 0;
  }
  const int *chosen = r->order + r->taken;
  r->taken += batch;
  r->step++;
  const float tau = fmaxf(0.1f, 0.5f * expf(-5e-3f * r->step));
  float spin[512];
  for (int k = 0; k < batch; k++) {
    spins(rings + (long)chosen[k] * ring_words, environment, s->e + k * environment);
    spins(blocks + (long)chosen[k] * block_words, visible, spin);
    for (int c = 0; c < components; c++) {
      const float *w = r->p + filter_at() + c * visible;
      float a = 0;
      for (int i = 0; i < visible; i++) a += w[i] * spin[i];
      const float u = fraction(&r->random);
      s->h[k * components + c] = tanhf(fminf(fmaxf((a + logf(u / (1 - u))) / tau, -40), 40) / 2);
    }
  }
  for (int t = 0; t < 2; t++) {
    const float *x = t == 0 ? s->h : s->e;
    for (int l = 0; l < layers; l++) {
      forward(x, l > 0 ? WIDTH : t == 0 ? components : environment, r->p + layer_at(t, l), s->a[t][l]);
      x = s->a[t][l];
    }
    last_forward(x, r->p + layer_at(t, layers), s->out[t]);
  }
  r->objective = bound(s);
  for (int t = 1; t >= 0; t--) {
    float *d = s->d0, *other = s->d1;
    last_backward(s->a[t][layers - 1], r->p + layer_at(t, layers), s->dout[t], r->g + layer_at(t, layers), d);
    for (int l = layers - 1; l > 0; l--) {
      weights(s->a[t][l - 1], WIDTH, d, r->g + layer_at(t, l));
      inputs_of(s->a[t][l - 1], r->p + layer_at(t, l), d, other);
      float *swap = d;
      d = other, other = swap;
    }
    weights(t == 0 ? s->h : s->e, t == 0 ? components : environment, d, r->g + layer_at(t, 0));
    if (t == 1) continue;
    memset(r->g + filter_at(), 0, sizeof(float) * visible * components);
    for (int k = 0; k < batch; k++) {
      spins(blocks + (long)chosen[k] * block_words, visible, spin);
      for (int c = 0; c < components; c++) {
        const float *w = r->p + layer_at(0, 0) + c * WIDTH, h = s->h[k * components + c];
        const float slope = sum(load(d + k * WIDTH) * load(w) + load(d + k * WIDTH + 16) * load(w + 16)) * (1 - h * h) / (2 * tau);
        float *g = r->g + filter_at() + c * visible;
        for (int i = 0; i < visible; i++) g[i] += slope * spin[i];
      }
    }
  }
  const float correction = 1 / (1 - powf(0.999f, r->step)), rate = 5e-3f / (1 - powf(0.9f, r->step));
  for (int i = 0; i < parameters; i++) {
    const float g = r->g[i];
    r->m[i] = 0.9f * r->m[i] + 0.1f * g;
    r->v[i] = 0.999f * r->v[i] + 0.001f * g * g;
    r->p[i] += rate * r->m[i] / (sqrtf(r->v[i] * correction) + 1e-8f);
  }
}

static void *room(size_t floats) {
  void *at = aligned_alloc(64, (floats * sizeof(float) + 127) / 64 * 64);
  memset(at, 0, floats * sizeof(float));
  return at;
}

static void make_space(Space *s) {
  s->e = room((size_t)padded * environment), s->h = room((size_t)padded * components);
  for (int t = 0; t < 2; t++) {
    for (int l = 0; l < layers; l++) s->a[t][l] = room((size_t)padded * WIDTH);
    s->out[t] = room((size_t)(padded + ROWS) * EMBED), s->dout[t] = room((size_t)padded * EMBED);
  }
  s->d0 = room((size_t)padded * WIDTH), s->d1 = room((size_t)padded * WIDTH);
  s->columns = room((size_t)EMBED * (batch + 16)), s->dcolumns = room((size_t)EMBED * (batch + 16));
  s->scores = room((size_t)ROWS * (batch + 16));
}

static void start(Replica *r, int seed) {
  r->p = room(parameters), r->g = room(parameters), r->m = room(parameters), r->v = room(parameters);
  r->order = malloc(sizeof(int) * SAMPLES);
  r->random = 0x9E3779B97F4A7C15u * (seed + 1u);
  for (int i = 0; i < 20; i++) next(&r->random);
  for (int i = 0; i < SAMPLES; i++) r->order[i] = i;
  r->taken = SAMPLES, r->step = 0;
  for (int i = 0; i < visible * components; i++) r->p[i] = (2 * fraction(&r->random) - 1) / sqrtf(visible);
  for (int t = 0; t < 2; t++)
    for (int l = 0; l <= layers; l++) {
      const int inputs = l > 0 ? WIDTH : t == 0 ? components : environment, outputs = l < layers ? WIDTH : EMBED;
      const float limit = sqrtf(6.0f / (inputs + outputs));
      for (int i = 0; i < inputs * outputs; i++) r->p[layer_at(t, l) + i] = limit * (2 * fraction(&r->random) - 1);
    }
}

static Replica *ensemble;
static Space *spaces;
static int turns;

static void *work(void *thread) {
  for (int t = 0; t < turns; t++)
    for (int r = (int)(intptr_t)thread; r < replicas; r += threads) train_step(ensemble + r, spaces + (intptr_t)thread);
  return NULL;
}

static void run(int steps) {
  pthread_t id[64];
  turns = steps;
  for (intptr_t t = 1; t < threads; t++) pthread_create(id + t, NULL, work, (void *)t);
  work(0);
  for (int t = 1; t < threads; t++) pthread_join(id[t], NULL);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int count, char **words) {
  if (count != 8) return fprintf(stderr, "train THREADS VISIBLE ENVIRONMENT COMPONENTS BATCH LAYERS REPLICAS\n"), 2;
  threads = atoi(words[1]), visible = atoi(words[2]), environment = atoi(words[3]), components = atoi(words[4]);
  batch = atoi(words[5]), layers = atoi(words[6]), replicas = atoi(words[7]);
  if (threads > replicas) threads = replicas;
  if (threads > 64 || layers > MOST_LAYERS || visible > 512 || visible % 16 || environment % 16)
    return fprintf(stderr, "train: at most 64 threads, 4 layers, 512 sites of V; V and E in multiples of 16\n"), 2;
  padded = (batch + TILE - 1) / TILE * TILE;
  parameters = layer_at(2, 0);
  block_words = visible / 16, ring_words = environment / 16;
  blocks = malloc((size_t)SAMPLES * block_words * 2), rings = malloc((size_t)SAMPLES * ring_words * 2);
  uint64_t random = 12345;
  for (long i = 0; i < (long)SAMPLES * block_words; i++) blocks[i] = next(&random) >> 40;
  for (long i = 0; i < (long)SAMPLES * ring_words; i++) rings[i] = next(&random) >> 40;
  float spin[512];
  for (long n = 0; n < SAMPLES; n++) {
    float total = 0;
    spins(blocks + n * block_words, visible, spin);
    for (int i = 0; i < visible; i++) total += spin[i];
    memset(rings + n * ring_words, total + 0.5f * spin[0] > 0 ? 0xff : 0, ring_words / 4 * 2);
  }
  ensemble = malloc(sizeof(Replica) * replicas), spaces = malloc(sizeof(Space) * threads);
  for (int r = 0; r < replicas; r++) start(ensemble + r, r);
  for (int t = 0; t < threads; t++) make_space(spaces + t);
  char verb[16];
  double amount;
  while (scanf("%15s", verb) == 1) {
    if (!strcmp(verb, "about")) {
      printf("{\"version\": \"cc %s\", \"device\": \"processor, %d threads\", \"variant\": \"vectors of 16 floats\"}\n", __VERSION__, threads);
      fflush(stdout);
      continue;
    }
    if (scanf("%lf", &amount) != 1) break;
    double objective = 0;
    long steps = 0;
    const double from = now();
    if (!strcmp(verb, "train")) {
      for (; steps < (long)amount; steps++) run(1), objective += ensemble[0].objective;
    } else {
      for (int piece = 1; now() - from < amount; piece *= 2) run(piece), steps += piece;
    }
    printf("{\"steps\": %ld, \"seconds\": %.6f, \"objective\": %.4f}\n", steps, now() - from, steps > 0 ? objective / steps : 0);
    fflush(stdout);
  }
  return 0;
}
