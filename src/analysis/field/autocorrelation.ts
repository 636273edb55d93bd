/** Products of a periodic field with itself at every displacement, by its power spectrum; plain arrays, no GPU. */

/**
 * The sum of the power spectra of fields, whose transform is their autocorrelation. Two fields share one transform, as real and
 * imaginary part: their cross terms are odd in the wave vector and drop out of the real part at the end.
 */
export class Spectrum {
  readonly #side: number;
  readonly #power: Float64Array;
  readonly #first: Float64Array;
  #waiting = false;

  /** @param side M of fields (M, M) */
  constructor(side: number) {
    this.#side = side;
    this.#power = new Float64Array(side * side);
    this.#first = new Float64Array(side * side);
  }

  /** @param field (M, M) */
  add(fourier: Fourier, field: ArrayLike<number>): void {
    if (this.#waiting) this.#addPair(fourier, field);
    else this.#first.set(field);
    this.#waiting = !this.#waiting;
  }

  /** @returns (M, M): Σ over fields of the mean over (y, x) of h(y, x) h(y + dy, x + dx), at [dy][dx] */
  sums(fourier: Fourier): Float64Array {
    if (this.#waiting) this.#addPair(fourier, new Float64Array(this.#first.length));
    this.#waiting = false;
    const scale = 1 / this.#side ** 4;
    fourier.re.set(this.#power.map((power) => power * scale));
    fourier.im.fill(0);
    fourier.both();
    return fourier.re.slice();
  }

  #addPair(fourier: Fourier, second: ArrayLike<number>): void {
    const { re, im } = fourier;
    re.set(this.#first);
    im.set(second);
    fourier.both();
    for (let i = 0; i < re.length; i++) this.#power[i] += re[i] * re[i] + im[i] * im[i];
  }
}

/**
 * Fourier transforms of one length, along both axes of a square: Cooley and Tukey, Math. Comp. 19, 297 (1965), for lengths of any
 * factors, n Σ p operations with p prime.
 */
export class Fourier {
  /** (n, n): real and imaginary parts of the numbers that `both` transforms in place. */
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly #n: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #in: [Float64Array, Float64Array];
  readonly #out: [Float64Array, Float64Array];

  constructor(n: number) {
    this.#n = n;
    this.re = new Float64Array(n * n);
    this.im = new Float64Array(n * n);
    this.#cos = Float64Array.from({ length: n }, (_, k) => Math.cos((2 * Math.PI * k) / n));
    this.#sin = Float64Array.from({ length: n }, (_, k) => -Math.sin((2 * Math.PI * k) / n));
    this.#in = [new Float64Array(n), new Float64Array(n)];
    this.#out = [new Float64Array(n), new Float64Array(n)];
  }

  /** Transforms all rows, then all columns. */
  both(): void {
    const n = this.#n;
    for (let y = 0; y < n; y++) this.#along(y * n, 1);
    for (let x = 0; x < n; x++) this.#along(x, n);
  }

  /** Transforms the n numbers at first, first + step, ... */
  #along(first: number, step: number): void {
    const [n, re, im] = [this.#n, this.re, this.im];
    let [[ar, ai], [br, bi]] = [this.#in, this.#out];
    for (let i = 0; i < n; i++) {
      ar[i] = re[first + i * step];
      ai[i] = im[first + i * step];
    }
    // Stockham's order: after each factor p, sums of p numbers lie where the next factor reads them.
    for (let done = 1; done < n; ) {
      const p = leastFactor(n / done);
      this.#stage(p, done, ar, ai, br, bi);
      [ar, ai, br, bi] = [br, bi, ar, ai];
      done *= p;
    }
    for (let i = 0; i < n; i++) {
      re[first + i * step] = ar[i];
      im[first + i * step] = ai[i];
    }
  }

  /** One factor p, after transforms of length `done` of interleaved numbers. */
  #stage(p: number, done: number, ar: Float64Array, ai: Float64Array, br: Float64Array, bi: Float64Array): void {
    const [n, cos, sin] = [this.#n, this.#cos, this.#sin];
    const rest = n / done / p;
    if (p === 2) {
      for (let k = 0; k < rest; k++) {
        for (let j = 0; j < done; j++) {
          const [near, far] = [k * done + j, (rest + k) * done + j];
          const [c, s] = [cos[j * rest], sin[j * rest]];
          const [wr, wi] = [ar[far] * c - ai[far] * s, ar[far] * s + ai[far] * c];
          const to = 2 * k * done + j;
          br[to] = ar[near] + wr;
          bi[to] = ai[near] + wi;
          br[to + done] = ar[near] - wr;
          bi[to + done] = ai[near] - wi;
        }
      }
      return;
    }
    for (let k = 0; k < rest; k++) {
      for (let j = 0; j < done; j++) {
        for (let q = 0; q < p; q++) {
          let [sr, si] = [0, 0];
          for (let s = 0; s < p; s++) {
            const turn = (s * (j + q * done) * rest) % n;
            const at = (s * rest + k) * done + j;
            sr += ar[at] * cos[turn] - ai[at] * sin[turn];
            si += ar[at] * sin[turn] + ai[at] * cos[turn];
          }
          const to = (k * p + q) * done + j;
          br[to] = sr;
          bi[to] = si;
        }
      }
    }
  }
}

function leastFactor(n: number): number {
  let p = 2;
  while (n % p !== 0) p += 1;
  return p;
}
