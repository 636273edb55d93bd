/** Walls of bricks as segmented images: cells whose vertices are known to the pixel. */

/** Bricks of 6 x 4 pixels times a scale, every second row moved by half a brick; those at the border are cut. Labels count from 1, row by row. */
export function bricks(scale = 1, rows = 6, columns = 5): { width: number; height: number; labels: Int32Array } {
  const [width, height] = [6 * columns * scale, 4 * rows * scale];
  const labels = Int32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)].map((pixel) => Math.floor(pixel / scale));
    const row = Math.floor(y / 4);
    const column = row % 2 === 0 ? Math.floor(x / 6) : Math.floor((x + 3) / 6);
    return row * (columns + 1) + column + 1;
  });
  return { width, height, labels };
}

/** The pixels along the inside of each label, once around, as cellpose lists them: x,y,x,y,... a line. */
export function outlinesOf({ width, labels }: { width: number; labels: Int32Array }): string {
  const lines = [...new Set(labels)]
    .filter((name) => name > 0)
    .map((name) => {
      const pixels = [...labels.keys()].filter((i) => labels[i] === name).map((i) => [i % width, Math.floor(i / width)]);
      const [left, right] = [Math.min(...pixels.map(([x]) => x)), Math.max(...pixels.map(([x]) => x))];
      const [top, bottom] = [Math.min(...pixels.map(([, y]) => y)), Math.max(...pixels.map(([, y]) => y))];
      const line: number[] = [];
      for (let x = left; x < right; x++) line.push(x, top);
      for (let y = top; y < bottom; y++) line.push(right, y);
      for (let x = right; x > left; x--) line.push(x, bottom);
      for (let y = bottom; y > top; y--) line.push(left, y);
      return line.join(',');
    });
  return `${lines.join('\n')}\n`;
}
