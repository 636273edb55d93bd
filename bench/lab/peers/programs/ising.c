// Peer of the Ising sweeps: checkerboard Metropolis in plain C, one thread per core asked for.
//   ising spins THREADS L SECONDS    one byte per spin, one 32-bit random number per spin
//   ising words THREADS L SECONDS    multi-spin: 512 independent chains per word, bit = chain, 24 random bits per spin
// Prints flips per nanosecond of all threads together, and the energy per site reached at T = 2.269185.
// At its best with: cc -O3 -march=native -funroll-loops ising.c -o ising -lm -lpthread
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TEMPERATURE 2.269185
#define PLANES 24

typedef uint64_t Word __attribute__((vector_size(64)));
typedef struct { Word a, b; } Generator;
typedef struct { int L, thread; double seconds, flips; Word *words; uint8_t *bytes; Generator g; uint32_t acceptance[5]; } Job;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

// splitmix64, to seed.
static uint64_t seed_word(uint64_t *state) {
  uint64_t z = (*state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

// xoroshiro128++ in eight lanes.
static inline Word random_word(Generator *g) {
  Word s = g->a, t = g->b, sum = s + t;
  Word out = ((sum << 17) | (sum >> 47)) + s;
  t ^= s;
  g->a = ((s << 49) | (s >> 15)) ^ t ^ (t << 21);
  g->b = (t << 28) | (t >> 36);
  return out;
}

static void sweep_words(Job *j) {
  const int L = j->L;
  const uint32_t p4 = (uint32_t)llround(exp(-4 / TEMPERATURE) * (1 << PLANES));
  const uint32_t p8 = (uint32_t)llround(exp(-8 / TEMPERATURE) * (1 << PLANES));
  Word t4[PLANES], t8[PLANES];
  for (int k = 0; k < PLANES; k++) {
    t4[k] = (Word){0} - ((p4 >> k) & 1);
    t8[k] = (Word){0} - ((p8 >> k) & 1);
  }
  Generator g = j->g;
  for (int colour = 0; colour < 2; colour++) {
    for (int y = 0; y < L; y++) {
      Word *row = j->words + (size_t)y * L;
      const Word *up = j->words + (size_t)((y + L - 1) % L) * L, *down = j->words + (size_t)((y + 1) % L) * L;
      for (int x = (y + colour) & 1; x < L; x += 2) {
        // Least significant plane first: u < p is decided by the highest plane in which they differ.
        Word below4 = {0}, below8 = {0};
#pragma GCC unroll 24
        for (int k = 0; k < PLANES; k++) {
          const Word r = random_word(&g);
          below4 = (~r & t4[k]) | ((~r | t4[k]) & below4);
          below8 = (~r & t8[k]) | ((~r | t8[k]) & below8);
        }
        const Word s = row[x];
        // Bits set where the neighbour is opposite.
        const Word a = s ^ up[x], b = s ^ down[x], c = s ^ row[x ? x - 1 : L - 1], d = s ^ row[x + 1 < L ? x + 1 : 0];
        const Word any = (a | b) | (c | d), two = (a & b) | (c & d) | ((a | b) & (c | d));
        row[x] = s ^ (two | (any & below4) | below8);
      }
    }
  }
  j->g = g;
}

static void sweep_bytes(Job *j) {
  const int L = j->L;
  uint64_t *state = (uint64_t *)&j->g;
  for (int colour = 0; colour < 2; colour++) {
    for (int y = 0; y < L; y++) {
      uint8_t *row = j->bytes + (size_t)y * L;
      const uint8_t *up = j->bytes + (size_t)((y + L - 1) % L) * L, *down = j->bytes + (size_t)((y + 1) % L) * L;
      for (int x = (y + colour) & 1; x < L; x += 2) {
        // xorshift64*, upper half: one 32-bit number per spin.
        uint64_t r = *state;
        r ^= r >> 12;
        r ^= r << 25;
        r ^= r >> 27;
        *state = r;
        const int like = (row[x] == up[x]) + (row[x] == down[x]) + (row[x] == row[x ? x - 1 : L - 1]) + (row[x] == row[x + 1 < L ? x + 1 : 0]);
        row[x] ^= (uint32_t)((r * 0x2545f4914f6cdd1du) >> 32) <= j->acceptance[like];
      }
    }
  }
}

static void *work(void *argument) {
  Job *j = argument;
  const double start = now();
  const double per = (double)j->L * j->L * (j->words ? 512 : 1);
  while (now() - start < j->seconds) {
    for (int i = 0; i < 16; i++) j->words ? sweep_words(j) : sweep_bytes(j);
    j->flips += 16 * per;
  }
  return 0;
}

static double energy(const Job *j) {
  const int L = j->L;
  double unlike = 0;
  for (int y = 0; y < L; y++) {
    for (int x = 0; x < L; x++) {
      const size_t here = (size_t)y * L + x, right = (size_t)y * L + (x + 1) % L, down = (size_t)((y + 1) % L) * L + x;
      if (!j->words) unlike += (j->bytes[here] != j->bytes[right]) + (j->bytes[here] != j->bytes[down]);
      else for (int lane = 0; lane < 8; lane++)
        unlike += __builtin_popcountll(j->words[here][lane] ^ j->words[right][lane]) + __builtin_popcountll(j->words[here][lane] ^ j->words[down][lane]);
    }
  }
  return -2 + 2 * unlike / ((double)L * L * (j->words ? 512 : 1));
}

int main(int count, char **words) {
  if (count != 5 || (strcmp(words[1], "spins") && strcmp(words[1], "words"))) {
    fprintf(stderr, "usage: ising spins|words THREADS L SECONDS\n");
    return 2;
  }
  const int threads = atoi(words[2]), L = atoi(words[3]), multi = !strcmp(words[1], "words");
  Job jobs[64];
  pthread_t ids[64];
  if (threads < 1 || threads > 64 || L < 2 || L % 2) return 2;
  for (int t = 0; t < threads; t++) {
    Job *j = &jobs[t];
    *j = (Job){.L = L, .thread = t, .seconds = atof(words[4])};
    uint64_t state = 1 + (uint64_t)t;
    for (int i = 0; i < 16; i++) ((uint64_t *)&j->g)[i] = seed_word(&state);
    if (multi) memset(j->words = aligned_alloc(64, (size_t)L * L * 64), 0xff, (size_t)L * L * 64);
    else memset(j->bytes = malloc((size_t)L * L), 1, (size_t)L * L);
    for (int like = 0; like < 5; like++) j->acceptance[like] = like < 3 ? UINT32_MAX : (uint32_t)(exp((like == 3 ? -4 : -8) / TEMPERATURE) * 4294967296.0);
  }
  const double start = now();
  for (int t = 1; t < threads; t++) pthread_create(&ids[t], 0, work, &jobs[t]);
  work(&jobs[0]);
  for (int t = 1; t < threads; t++) pthread_join(ids[t], 0);
  const double seconds = now() - start;
  double flips = 0, e = 0;
  for (int t = 0; t < threads; t++) {
    flips += jobs[t].flips;
    e += energy(&jobs[t]) / threads;
  }
  printf("{\"flips_per_ns\": %.4f, \"energy\": %.5f}\n", flips / seconds / 1e9, e);
  return 0;
}
