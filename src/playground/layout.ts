export interface LayoutItem {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface LayoutArc {
  readonly id: string;
  readonly dependent: string;
  readonly provider: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The space that the picture should make the most of. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** Centres of the items within the rectangle from 0, 0 to width, height, and the points that arcs over more than one rank go through, from dependent to provider. */
export interface Layout extends Room {
  readonly positions: ReadonlyMap<string, Point>;
  readonly bends: ReadonlyMap<string, readonly Point[]>;
}
