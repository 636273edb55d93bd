/* Vectors of as many floats as a register of this processor has: 16 with AVX-512, 8 with AVX, else 4. Also random numbers and memory
   of train.c. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__AVX512F__)
enum { LANES = 16 };
#elif defined(__AVX__)
enum { LANES = 8 };
#else
enum { LANES = 4 };
#endif

typedef float vec __attribute__((vector_size(4 * LANES), aligned(4)));
typedef int32_t ivec __attribute__((vector_size(4 * LANES), aligned(4)));

static vec load(const float *at) { return *(const vec *)at; }
static void store(float *at, vec value) { *(vec *)at = value; }
static vec all(float x) { return x - (vec){0}; }

static vec largest(vec a, vec b) {
  vec most;
  for (int i = 0; i < LANES; i++) most[i] = a[i] > b[i] ? a[i] : b[i];
  return most;
}

static float sum(vec a) {
  float total = 0;
  for (int i = 0; i < LANES; i++) total += a[i];
  return total;
}

/* exp(x) for x <= 0: 2^n times a polynomial of the rest (Taylor coefficients of 2^f, |f| <= 1/2, error 2e-6). */
static vec exponential(vec x) {
  const vec t = largest(x * 1.44269504f, all(-126));
  const ivec n = __builtin_convertvector(t - 0.5f, ivec);
  const vec f = t - __builtin_convertvector(n, vec);
  const vec p = 1 + f * (0.69314718f + f * (0.24022651f + f * (0.05550411f + f * (0.00961813f + f * 0.00133336f))));
  return p * (vec)((n + 127) << 23);
}

static uint64_t next(uint64_t *s) {
  *s ^= *s << 13;
  *s ^= *s >> 7;
  return *s ^= *s << 17;
}
static float fraction(uint64_t *s) { return ((next(s) >> 41) + 0.5f) / 8388608.0f; }

/* Spins +1 or -1 from the bits of words, 16 to a word. */
static void spins(const uint16_t *words, int count, float *to) {
  ivec bit;
  for (int l = 0; l < LANES; l++) bit[l] = 1 << l;
  for (int i = 0; i < count; i += LANES) {
    const ivec set = ((bit & (words[i / 16] >> i % 16)) != 0);
    store(to + i, (vec)((set & (ivec)all(1)) | (~set & (ivec)all(-1))));
  }
}

/* Zeros, aligned to a cache line, with room for one vector beyond the end. */
static void *room(size_t floats) {
  void *at = aligned_alloc(64, (floats * sizeof(float) + 127) / 64 * 64);
  memset(at, 0, floats * sizeof(float));
  return at;
}
