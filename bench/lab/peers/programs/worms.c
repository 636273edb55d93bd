// Peer of the worms on any graph: free dimers, other edges of a pivot equally, in plain C, one chain per thread.
//   worms THREADS SECONDS < GRAPH      GRAPH: numbers of nodes and edges, then a pair of nodes for each edge, then the partner edge of each node
// Prints nanoseconds per pivot of one thread, on the clock and of its processor, mean pivots of a worm, and the mean occupation of edge 0.
// At its best with: cc -O3 -march=native worms.c -o worms -lpthread
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// A half-edge: the node it leads to, the half-edge back, first half-edge and degree of that node.
typedef struct { uint32_t to, back, row, degree; } Half;
typedef struct { double seconds, spent, busy, pivots, worms, first; uint64_t state[2]; uint32_t *mates; } Job;

static uint32_t nodes, edges, *row, *first;
static Half *half;

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

// xoroshiro128+, upper bits, scaled to 0 .. range - 1.
static inline uint32_t below(Job *j, uint32_t range) {
  uint64_t a = j->state[0], b = j->state[1], out = a + b;
  b ^= a;
  j->state[0] = ((a << 24) | (a >> 40)) ^ b ^ (b << 16);
  j->state[1] = (b << 37) | (b >> 27);
  return (uint32_t)(((out >> 32) * range) >> 32);
}

static uint64_t worm(Job *j) {
  const uint32_t start = below(j, nodes);
  Half pivot = half[j->mates[start]];
  for (uint64_t pivots = 1;; pivots++) {
    uint32_t h = pivot.row;
    if (pivot.degree > 1) {
      h += below(j, pivot.degree - 1);
      h += h >= pivot.back;
    }
    const Half edge = half[h];
    const uint32_t older = j->mates[edge.to];
    j->mates[half[edge.back].to] = h;
    j->mates[edge.to] = edge.back;
    if (edge.to == start) return pivots;
    pivot = half[older];
  }
}

static void *work(void *argument) {
  Job *j = argument;
  for (uint64_t p = 0; p < 50ull * nodes;) p += worm(j);
  const double start = now(CLOCK_MONOTONIC), busy = now(CLOCK_THREAD_CPUTIME_ID);
  while ((j->spent = now(CLOCK_MONOTONIC) - start) < j->seconds) {
    for (int n = 0; n < 64; n++) {
      j->pivots += worm(j);
      j->first += j->mates[half[half[first[0]].back].to] == first[0];
      j->worms++;
    }
  }
  j->busy = now(CLOCK_THREAD_CPUTIME_ID) - busy;
  return 0;
}

int main(int count, char **words) {
  if (count != 3 || scanf("%u %u", &nodes, &edges) != 2) {
    fprintf(stderr, "usage: worms THREADS SECONDS < GRAPH\n");
    return 2;
  }
  const int threads = atoi(words[1]);
  if (threads < 1 || threads > 64) return 2;
  uint32_t(*ends)[2] = malloc(8 * (size_t)edges), *next = calloc(nodes + 1, 4), *dimer = malloc(4 * (size_t)nodes);
  row = calloc(nodes + 1, 4);
  first = malloc(4 * (size_t)edges);
  half = malloc(sizeof(Half) * 2 * (size_t)edges);
  for (uint32_t e = 0; e < edges; e++) {
    if (scanf("%u %u", &ends[e][0], &ends[e][1]) != 2) return 2;
    row[ends[e][0] + 1]++;
    row[ends[e][1] + 1]++;
  }
  for (uint32_t n = 0; n < nodes; n++) {
    row[n + 1] += row[n];
    next[n] = row[n];
    if (scanf("%u", &dimer[n]) != 1) return 2;
  }
  uint32_t(*both)[2] = malloc(8 * (size_t)edges);
  for (uint32_t e = 0; e < edges; e++) {
    for (int i = 0; i < 2; i++) both[e][i] = next[ends[e][i]]++;
    for (int i = 0; i < 2; i++) {
      const uint32_t to = ends[e][1 - i];
      half[both[e][i]] = (Half){to, both[e][1 - i], row[to], row[to + 1] - row[to]};
    }
    first[e] = both[e][0];
  }
  Job jobs[64];
  pthread_t ids[64];
  for (int t = 0; t < threads; t++) {
    jobs[t] = (Job){.seconds = atof(words[2]), .state = {0x9e3779b97f4a7c15u * (t + 1), 0xbf58476d1ce4e5b9u}};
    jobs[t].mates = malloc(4 * (size_t)nodes);
    for (uint32_t n = 0; n < nodes; n++) jobs[t].mates[n] = both[dimer[n]][ends[dimer[n]][1] == n];
  }
  for (int t = 1; t < threads; t++) pthread_create(&ids[t], 0, work, &jobs[t]);
  work(&jobs[0]);
  for (int t = 1; t < threads; t++) pthread_join(ids[t], 0);
  double pivots = 0, worms = 0, on = 0, spent = 0, busy = 0;
  for (int t = 0; t < threads; t++) {
    pivots += jobs[t].pivots;
    worms += jobs[t].worms;
    on += jobs[t].first;
    spent += jobs[t].spent;
    busy += jobs[t].busy;
  }
  printf("{\"ns_per_pivot\": %.2f, \"busy_ns_per_pivot\": %.2f, \"pivots_per_worm\": %.1f, \"edge_0\": %.4f}\n", 1e9 * spent / pivots, 1e9 * busy / pivots,
         pivots / worms, on / worms);
  return 0;
}
