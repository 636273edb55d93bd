/** Where the panels of the laboratory lie on the page. */
import type { Page } from 'playwright-core';

/** What is drawn of a panel, pixels of the page. */
export interface Placed {
  name: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Rectangles of all panels, and of what their pictures need. */
export const placed = (page: Page): Promise<Placed[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main .panel[id], .head')].map((panel) => {
      const parts = [panel, ...panel.querySelectorAll('*:not(.hidden, option)')].map((part) => part.getBoundingClientRect());
      const drawn = parts.filter(({ width, height }) => width > 0 && height > 0);
      const least = (of: (rect: DOMRect) => number) => Math.min(...drawn.map(of));
      const most = (of: (rect: DOMRect) => number) => Math.max(...drawn.map(of));
      return { name: panel.id || 'head', left: least((r) => r.left), right: most((r) => r.right), top: least((r) => r.top), bottom: most((r) => r.bottom) };
    }),
  );

/** Panels that lie on one another. */
export const overlaps = (all: Placed[]) =>
  all.flatMap((a, i) =>
    all
      .slice(i + 1)
      .filter((b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
      .map((b) => `${a.name} lies on ${b.name}`),
  );
