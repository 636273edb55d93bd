/* Peer of the training step: one step of the filter and the separable critic in C, each replica on one thread at a time, to show
   how fast this processor can be. Data: random blocks V; a quarter of E has the sign of the sum of V, so that I(H:E) can reach
   ln 2.
   cc -O3 -march=native -ffast-math train.c -o train -lm -lpthread
   train THREADS VISIBLE ENVIRONMENT COMPONENTS BATCH LAYERS REPLICAS; then on stdin "about", "train STEPS" or "time SECONDS" */
#include <pthread.h>
#include <stdio.h>
#include <time.h>

#include "layers.h"

enum { SAMPLES = 28800 };

static int visible, environment, components, layers, replicas, threads, parameters;
static uint16_t *blocks, *rings; /* a bit per spin */
static int block_words, ring_words;

/* Parameters, gradients and moments of one replica: the filter, then all layers, (inputs + 1) x outputs each, the bias last;
   first the tower of H, then that of E. */
typedef struct {
  float *p, *g, *m, *v;
  int *order;
  int step, taken;
  uint64_t random;
  double objective;
} Replica;

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

/* Indices of the next minibatch: without replacement, in a new random order whenever all samples were used. */
static const int *next_minibatch(Replica *r) {
  if (r->taken + batch > SAMPLES) {
    for (int i = SAMPLES - 1; i > 0; i--) {
      const int j = next(&r->random) % (i + 1), other = r->order[i];
      r->order[i] = r->order[j], r->order[j] = other;
    }
    r->taken = 0;
  }
  r->taken += batch;
  return r->order + r->taken - batch;
}

/* Unpacks E and computes the relaxed H of the minibatch. */
static void gather(Replica *r, Space *s, const int *chosen, float tau) {
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
}

static void towers_forward(const Replica *r, Space *s) {
  for (int t = 0; t < 2; t++) {
    const float *x = t == 0 ? s->h : s->e;
    for (int l = 0; l < layers; l++) {
      forward(x, l > 0 ? WIDTH : t == 0 ? components : environment, r->p + layer_at(t, l), s->a[t][l]);
      x = s->a[t][l];
    }
    last_forward(x, r->p + layer_at(t, layers), s->out[t]);
  }
}

/* Gradients of all layers of a tower; returns the gradient with respect to the results of its first layer. */
static const float *tower_backward(Replica *r, Space *s, int t) {
  float *d = s->d0, *other = s->d1;
  last_backward(s->a[t][layers - 1], r->p + layer_at(t, layers), s->dout[t], r->g + layer_at(t, layers), d);
  for (int l = layers - 1; l > 0; l--) {
    weights(s->a[t][l - 1], WIDTH, d, r->g + layer_at(t, l));
    inputs_of(s->a[t][l - 1], r->p + layer_at(t, l), d, other);
    float *swap = d;
    d = other, other = swap;
  }
  weights(t == 0 ? s->h : s->e, t == 0 ? components : environment, d, r->g + layer_at(t, 0));
  return d;
}

/* Gradient of the filter from that of the first layer of the tower of H. */
static void filter_backward(Replica *r, const Space *s, const int *chosen, float tau, const float *d) {
  float spin[512];
  memset(r->g + filter_at(), 0, sizeof(float) * visible * components);
  for (int k = 0; k < batch; k++) {
    spins(blocks + (long)chosen[k] * block_words, visible, spin);
    for (int c = 0; c < components; c++) {
      const float *w = r->p + layer_at(0, 0) + c * WIDTH, h = s->h[k * components + c];
      vec to = all(0);
      for (int j = 0; j < WIDTH; j += LANES) to += load(d + k * WIDTH + j) * load(w + j);
      const float slope = sum(to) * (1 - h * h) / (2 * tau);
      float *g = r->g + filter_at() + c * visible;
      for (int i = 0; i < visible; i++) g[i] += slope * spin[i];
    }
  }
}

static void adam(Replica *r) {
  const float correction = 1 / (1 - powf(0.999f, r->step)), rate = 5e-3f / (1 - powf(0.9f, r->step));
  for (int i = 0; i < parameters; i++) {
    const float g = r->g[i];
    r->m[i] = 0.9f * r->m[i] + 0.1f * g;
    r->v[i] = 0.999f * r->v[i] + 0.001f * g * g;
    r->p[i] += rate * r->m[i] / (sqrtf(r->v[i] * correction) + 1e-8f);
  }
}

static void train_step(Replica *r, Space *s) {
  const int *chosen = next_minibatch(r);
  r->step++;
  const float tau = fmaxf(0.1f, 0.5f * expf(-5e-3f * r->step));
  gather(r, s, chosen, tau);
  towers_forward(r, s);
  r->objective = bound(s);
  tower_backward(r, s, 1);
  filter_backward(r, s, chosen, tau, tower_backward(r, s, 0));
  adam(r);
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

/* Random blocks V; a quarter of E has the sign of the sum of V. */
static void make_data(void) {
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
  make_data();
  ensemble = malloc(sizeof(Replica) * replicas), spaces = malloc(sizeof(Space) * threads);
  for (int r = 0; r < replicas; r++) start(ensemble + r, r);
  for (int t = 0; t < threads; t++) make_space(spaces + t);
  char verb[16];
  double amount;
  while (scanf("%15s", verb) == 1) {
    if (!strcmp(verb, "about")) {
      printf("{\"version\": \"cc %s\", \"device\": \"processor, %d threads\", \"variant\": \"vectors of %d floats\"}\n", __VERSION__, threads, LANES);
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
