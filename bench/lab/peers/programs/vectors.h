/* Vectors of 16 floats for train.c: AVX-512 registers where there are any, split by the compiler elsewhere. Also its random
   numbers and memory. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef float v16 __attribute__((vector_size(64), aligned(4)));
typedef int32_t i16 __attribute__((vector_size(64), aligned(4)));

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

/* Spins +1 or -1 from the bits of words, 16 to a word. */
static void spins(const uint16_t *words, int count, float *to) {
  const i16 bit = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768};
  for (int i = 0; i < count / 16; i++) {
    const i16 set = ((bit & words[i]) != 0);
    store(to + 16 * i, (v16)((set & (i16)all(1)) | (~set & (i16)all(-1))));
  }
}

/* Zeros, aligned to a cache line, with room for one vector beyond the end. */
static void *room(size_t floats) {
  void *at = aligned_alloc(64, (floats * sizeof(float) + 127) / 64 * 64);
  memset(at, 0, floats * sizeof(float));
  return at;
}
