/** Types of figures, before and after drawing. */
import type { TopLevelSpec } from 'vega-lite';

/** A Vega-Lite specification that carries its data with it. */
export type FigureSpec = TopLevelSpec;

/** A figure that has not been drawn yet. */
export interface Figure {
  /** For file names and anchors. */
  name: string;
  title: string;
  /** What is drawn and how to read it, in plain sentences. */
  caption: string;
  spec: FigureSpec;
}

/** A figure with its drawing. */
export interface DrawnFigure extends Figure {
  /** A complete SVG document. */
  svg: string;
}
