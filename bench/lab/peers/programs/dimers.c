// Peer of the dimer worms: directed loops with Metropolised Gibbs probabilities in plain C, one chain per thread.
//   dimers THREADS L T SECONDS    T = 0 stands for infinity; aligning interaction
// Prints pivots per second of all threads together, and the energy per site.
// At its best with: cc -O3 -march=native dimers.c -o dimers -lm -lpthread
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct { int L; double temperature, seconds, pivots, energy, samples; uint64_t state[2]; uint8_t *partner; int *next; } Job;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

// xoroshiro128+, upper bits.
static inline double uniform(Job *j) {
  uint64_t a = j->state[0], b = j->state[1], out = a + b;
  b ^= a;
  j->state[0] = ((a << 24) | (a >> 40)) ^ b ^ (b << 16);
  j->state[1] = (b << 37) | (b >> 27);
  return (double)(out >> 11) * 0x1p-53;
}

// Directions: right, down, left, up; d ^ 2 is the opposite one; 4: no dimer.
static inline int parallel(const Job *j, int site, int d) {
  const int side = (d + 1) & 3, other = (d + 3) & 3;
  return (j->partner[j->next[4 * site + side]] == d) + (j->partner[j->next[4 * site + other]] == d);
}

static void worm(Job *j, const double *weight) {
  const int start = (int)(uniform(j) * j->L * j->L);
  int came = j->partner[start];
  int pivot = j->next[4 * start + came];
  j->partner[start] = j->partner[pivot] = 4;
  came ^= 2;
  for (;;) {
    double w[4], all = 0;
    for (int d = 0; d < 4; d++) all += w[d] = weight[parallel(j, pivot, d)];
    // Metropolised Gibbs: the other directions with w_d / (W - min(w_came, w_d)), back with what is left.
    double u = uniform(j);
    int go = came;
    for (int d = 0; d < 4; d++) {
      if (d == came) continue;
      const double p = w[d] / (all - (w[came] < w[d] ? w[came] : w[d]));
      if (u < p) { go = d; break; }
      u -= p;
    }
    j->pivots++;
    const int k = j->next[4 * pivot + go];
    j->partner[pivot] = (uint8_t)go;
    if (k == start) { j->partner[k] = (uint8_t)(go ^ 2); return; }
    const int old = j->partner[k];
    j->partner[k] = (uint8_t)(go ^ 2);
    pivot = j->next[4 * k + old];
    j->partner[pivot] = 4;
    came = old ^ 2;
  }
}

static void *work(void *argument) {
  Job *j = argument;
  const int N = j->L * j->L;
  double weight[3];
  for (int n = 0; n < 3; n++) weight[n] = j->temperature > 0 ? exp(n / j->temperature) : 1;
  const int worms = N / 8 > 4 ? N / 8 : 4;
  for (int i = 0; i < 4 * worms; i++) worm(j, weight);
  j->pivots = 0;
  const double start = now();
  while (now() - start < j->seconds) {
    for (int i = 0; i < worms; i++) worm(j, weight);
    double faces = 0;
    for (int site = 0; site < N; site++) {
      if (j->partner[site] == 0 && j->partner[j->next[4 * site + 1]] == 0) faces++;
      if (j->partner[site] == 1 && j->partner[j->next[4 * site]] == 1) faces++;
    }
    j->energy -= faces / N;
    j->samples++;
  }
  return 0;
}

int main(int count, char **words) {
  if (count != 5) {
    fprintf(stderr, "usage: dimers THREADS L T SECONDS\n");
    return 2;
  }
  const int threads = atoi(words[1]), L = atoi(words[2]);
  Job jobs[64];
  pthread_t ids[64];
  if (threads < 1 || threads > 64 || L < 4 || L % 2) return 2;
  for (int t = 0; t < threads; t++) {
    Job *j = &jobs[t];
    *j = (Job){.L = L, .temperature = atof(words[3]), .seconds = atof(words[4]), .state = {0x9e3779b97f4a7c15u * (t + 1), 0xbf58476d1ce4e5b9u}};
    for (int i = 0; i < 64; i++) uniform(j);
    j->partner = malloc((size_t)L * L);
    j->next = malloc(sizeof(int) * 4 * (size_t)L * L);
    for (int y = 0; y < L; y++) {
      for (int x = 0; x < L; x++) {
        const int site = y * L + x, around[4] = {y * L + (x + 1) % L, ((y + 1) % L) * L + x, y * L + (x + L - 1) % L, ((y + L - 1) % L) * L + x};
        for (int d = 0; d < 4; d++) j->next[4 * site + d] = around[d];
        j->partner[site] = x % 2 ? 2 : 0;
      }
    }
  }
  const double start = now();
  for (int t = 1; t < threads; t++) pthread_create(&ids[t], 0, work, &jobs[t]);
  work(&jobs[0]);
  for (int t = 1; t < threads; t++) pthread_join(ids[t], 0);
  const double seconds = now() - start;
  double pivots = 0, energy = 0;
  for (int t = 0; t < threads; t++) {
    pivots += jobs[t].pivots;
    energy += jobs[t].energy / jobs[t].samples / threads;
  }
  printf("{\"pivots_per_s\": %.0f, \"energy\": %.5f}\n", pivots / seconds, energy);
  return 0;
}
