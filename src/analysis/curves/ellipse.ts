/** The ellipse in which the mean of a normal law in the plane is expected, from samples of the law. */

/** A place in the plane. */
type Place = readonly [number, number];

/** An ellipse: centre + a cos φ (cos angle, sin angle) + b sin φ (-sin angle, cos angle). */
export interface Ellipse {
  readonly centre: Place;
  /** Half axes, the longer one first. */
  readonly axes: Place;
  /** Of the longer axis from x, in (-π/2, π/2]. */
  readonly angle: number;
}

/** Covariance of samples: xx, xy and yy, over n - 1. */
export function covarianceOf(samples: readonly Place[]): readonly [number, number, number] {
  const n = samples.length;
  const [x, y] = meanOf(samples);
  const sum = (of: (dx: number, dy: number) => number) => samples.reduce((all, [a, b]) => all + of(a - x, b - y) / (n - 1), 0);
  return [sum((dx) => dx * dx), sum((dx, dy) => dx * dy), sum((_, dy) => dy * dy)];
}

function meanOf(samples: readonly Place[]): Place {
  const n = samples.length;
  return samples.reduce<Place>(([x, y], [a, b]) => [x + a / n, y + b / n], [0, 0]);
}

/** The ellipse r C⁻¹ r = radius² around a centre. @param covariance xx, xy and yy of C */
export function ellipseOf(centre: Place, [xx, xy, yy]: readonly [number, number, number], radius: number): Ellipse {
  const middle = (xx + yy) / 2;
  const apart = Math.hypot((xx - yy) / 2, xy);
  const axes = [middle + apart, middle - apart].map((variance) => radius * Math.sqrt(Math.max(0, variance)));
  return { centre, axes: [axes[0], axes[1]], angle: Math.atan2(2 * xy, xx - yy) / 2 };
}

/**
 * Radius, in standard deviations, within which one further draw lies with a probability, where mean and covariance were found from n others. Hotelling's
 * law T² = (n + 1)(n - 1) 2 / (n (n - 2)) F(2, n - 2), whose quantiles are elementary in the plane.
 * @param samples n, three or more
 */
export function radiusOf(probability: number, samples: number): number {
  const n = samples;
  return Math.sqrt((1 + 1 / n) * (n - 1) * ((1 - probability) ** (-2 / (n - 2)) - 1));
}

/**
 * Where one further draw from the law of some samples lies with a probability; undefined for fewer than three of them, or samples on a line.
 */
export function drawEllipse(samples: readonly Place[], probability: number): Ellipse | undefined {
  if (samples.length < 3) return undefined;
  const ellipse = ellipseOf(meanOf(samples), covarianceOf(samples), radiusOf(probability, samples.length));
  return ellipse.axes[1] > 0 ? ellipse : undefined;
}

/** Whether a place lies within an ellipse. */
export function within({ centre, axes: [a, b], angle }: Ellipse, [x, y]: Place): boolean {
  const [dx, dy] = [x - centre[0], y - centre[1]];
  const [along, across] = [dx * Math.cos(angle) + dy * Math.sin(angle), dy * Math.cos(angle) - dx * Math.sin(angle)];
  return (along / a) ** 2 + (across / b) ** 2 <= 1;
}

/** So many places around an ellipse, the first again at the end. */
export function outlineOf({ centre, axes: [a, b], angle }: Ellipse, count: number): Place[] {
  return Array.from({ length: count + 1 }, (_, i): Place => {
    const turn = (2 * Math.PI * (i % count)) / count;
    const [along, across] = [a * Math.cos(turn), b * Math.sin(turn)];
    return [centre[0] + along * Math.cos(angle) - across * Math.sin(angle), centre[1] + along * Math.sin(angle) + across * Math.cos(angle)];
  });
}
