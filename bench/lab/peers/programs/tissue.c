// Peer of the states of tissues: forces of areas, perimeters and odd tension, and a nudged Euler step, in plain C with floats.
//   tissue THREADS LANES REPLICAS SECONDS P0 CHI SMOOTHING DT NUDGE MOST < MESH
// MESH: numbers of cells, vertices and corners; first corner of each cell and the end; the vertex at each corner; the edge (x, y) from each
// corner to the next of its cell. All replicas are the same tissue; LANES of them (1 or 16) lie side by side, so that the loops over
// lanes are vectors. Replicas share nothing, so that no thread waits for another within SECONDS.
// Prints nanoseconds per step of a cell, on the clock and of the processor, bytes of all replicas, and the root mean square
// displacement of the first replica after 200 steps. At its best with: cc -O3 -march=native -ffast-math tissue.c -o tissue -lm -lpthread
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FIRST = 200, MOST_SIDES = 64, MOST_LANES = 16 };

typedef struct { int first, count, lanes; double spent, busy, steps, rms; } Job;

static uint32_t cells, vertices, corners, *row, *vertex;
static float *edge, *moved, *force, shape, chi, e2, dt, nudge, most;
static double seconds;

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

// One step of `lanes` replicas: e (corners, 2, lanes), x and f (vertices, 2, lanes).
static inline __attribute__((always_inline)) void step(const int lanes, const float *restrict e, float *restrict x, float *restrict f) {
  float dx[MOST_SIDES][MOST_LANES], dy[MOST_SIDES][MOST_LANES], tx[MOST_SIDES][MOST_LANES], ty[MOST_SIDES][MOST_LANES];
  memset(f, 0, sizeof(float) * 2 * vertices * lanes);
  for (uint32_t c = 0; c < cells; c++) {
    const uint32_t first = row[c];
    const int sides = row[c + 1] - first;
    float qx[MOST_LANES] = {0}, qy[MOST_LANES] = {0}, area[MOST_LANES] = {0}, perimeter[MOST_LANES] = {0};
    for (int s = 0; s < sides; s++) {
      const float *d = e + (size_t)2 * lanes * (first + s);
      const float *a = x + (size_t)2 * lanes * vertex[first + s], *b = x + (size_t)2 * lanes * vertex[first + (s + 1 == sides ? 0 : s + 1)];
      for (int l = 0; l < lanes; l++) {
        const float ex = d[l] + (b[l] - a[l]), ey = d[lanes + l] + (b[lanes + l] - a[lanes + l]);
        const float length = sqrtf(ex * ex + ey * ey + e2);
        dx[s][l] = ex;
        dy[s][l] = ey;
        tx[s][l] = ex / length;
        ty[s][l] = ey / length;
        perimeter[l] += length;
        area[l] += qx[l] * ey - qy[l] * ex;
        qx[l] += ex;
        qy[l] += ey;
      }
    }
    for (int l = 0; l < lanes; l++) {
      area[l] = 0.5f * (1 - 0.5f * area[l]);  // half the pressure, K_A = A0 = 1
      perimeter[l] -= shape;                  // the tension, K_P = 1
    }
    for (int s = 0; s < sides; s++) {
      const int p = s == 0 ? sides - 1 : s - 1;
      float *to = f + (size_t)2 * lanes * vertex[first + s];
      for (int l = 0; l < lanes; l++) {
        const float ux = perimeter[l] * (tx[s][l] - tx[p][l]), uy = perimeter[l] * (ty[s][l] - ty[p][l]);
        to[l] += area[l] * (dy[s][l] + dy[p][l]) + ux - chi * uy;
        to[lanes + l] += uy + chi * ux - area[l] * (dx[s][l] + dx[p][l]);
      }
    }
  }
  for (uint32_t v = 0; v < vertices; v++) {
    float *at = x + (size_t)2 * lanes * v;
    const float *by = f + (size_t)2 * lanes * v;
    for (int l = 0; l < lanes; l++) {
      const float wx = dt * (by[l] - nudge * at[l]), wy = dt * (by[lanes + l] - nudge * at[lanes + l]);
      const float far = sqrtf(wx * wx + wy * wy), part = far > most ? most / far : 1;
      at[l] += part * wx;
      at[lanes + l] += part * wy;
    }
  }
}

static void steps(const Job *j, int block, int count) {
  const size_t size = (size_t)2 * vertices * j->lanes;
  const float *e = edge + (size_t)2 * corners * j->lanes * block;
  for (int n = 0; n < count; n++) {
    if (j->lanes == 1) step(1, e, moved + size * block, force + size * block);
    else step(MOST_LANES, e, moved + size * block, force + size * block);
  }
}

static void *work(void *argument) {
  Job *j = argument;
  steps(j, j->first, FIRST);
  const float *x = moved + (size_t)2 * vertices * j->lanes * j->first;
  for (uint32_t i = 0; i < 2 * vertices; i++) j->rms += (double)x[(size_t)i * j->lanes] * x[(size_t)i * j->lanes] / (2.0 * vertices);
  j->rms = sqrt(j->rms);
  const double start = now(CLOCK_MONOTONIC), busy = now(CLOCK_THREAD_CPUTIME_ID);
  // As in a fit, all replicas go on together: some steps of each at a time.
  while ((j->spent = now(CLOCK_MONOTONIC) - start) < seconds) {
    for (int b = 0; b < j->count; b++) steps(j, j->first + b, 16);
    j->steps += 16.0 * j->count * j->lanes;
  }
  j->busy = now(CLOCK_THREAD_CPUTIME_ID) - busy;
  return 0;
}

int main(int count, char **words) {
  if (count != 11 || scanf("%u %u %u", &cells, &vertices, &corners) != 3) {
    fprintf(stderr, "usage: tissue THREADS LANES REPLICAS SECONDS P0 CHI SMOOTHING DT NUDGE MOST < MESH\n");
    return 2;
  }
  const int threads = atoi(words[1]), lanes = atoi(words[2]), replicas = atoi(words[3]), blocks = replicas / lanes;
  if (threads < 1 || threads > 64 || (lanes != 1 && lanes != MOST_LANES) || replicas % lanes || blocks < threads) return 2;
  seconds = atof(words[4]);
  shape = atof(words[5]);
  chi = atof(words[6]);
  e2 = atof(words[7]) * atof(words[7]);
  dt = atof(words[8]);
  nudge = atof(words[9]);
  most = atof(words[10]);
  row = malloc(4 * (size_t)(cells + 1));
  vertex = malloc(4 * (size_t)corners);
  const size_t edges = sizeof(float) * 2 * corners * replicas, states = sizeof(float) * 2 * vertices * replicas;
  edge = malloc(edges);
  moved = calloc(1, states);
  force = malloc(states);
  for (uint32_t c = 0; c <= cells; c++) if (scanf("%u", &row[c]) != 1) return 2;
  for (uint32_t c = 0; c < cells; c++) if (row[c + 1] - row[c] > MOST_SIDES) return 2;
  for (uint32_t h = 0; h < corners; h++) if (scanf("%u", &vertex[h]) != 1) return 2;
  for (uint32_t i = 0; i < 2 * corners; i++) {
    float value;
    if (scanf("%f", &value) != 1) return 2;
    for (int r = 0; r < replicas; r++) edge[((size_t)(r / lanes) * 2 * corners + i) * lanes + r % lanes] = value;
  }
  Job jobs[64];
  pthread_t ids[64];
  for (int t = 0; t < threads; t++) {
    const int first = blocks * t / threads;
    jobs[t] = (Job){.first = first, .count = blocks * (t + 1) / threads - first, .lanes = lanes};
  }
  for (int t = 1; t < threads; t++) pthread_create(&ids[t], 0, work, &jobs[t]);
  work(&jobs[0]);
  for (int t = 1; t < threads; t++) pthread_join(ids[t], 0);
  // Threads run side by side: rates add up, and so does the time of the processor.
  double rate = 0, busy = 0, made = 0;
  for (int t = 0; t < threads; t++) {
    rate += jobs[t].steps / jobs[t].spent;
    busy += jobs[t].busy;
    made += jobs[t].steps;
  }
  printf("{\"ns\": %.4f, \"busy_ns\": %.4f, \"bytes\": %.0f, \"rms\": %.7g}\n", 1e9 / (rate * cells), 1e9 * busy / (made * cells),
         (double)(edges + 2 * states) + 4.0 * (cells + 1 + corners), jobs[0].rms);
  return 0;
}
