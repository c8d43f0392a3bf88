import type { Room } from '../layout';
import type { Box } from '../line-path';
import { paint, type Scenery } from './paint';

const MARGIN = 24;

export interface BitmapOptions {
  /** Pixels for one unit of the picture. */
  readonly scaleMax: number;
  /** Of the longer side: what is too large for a browser's canvas is drawn smaller. */
  readonly pixelsMax: number;
  /** Null: what is no card and no line lets through. */
  readonly ground: string | null;
}

/** The whole picture on a canvas of its own. */
export function bitmapOf(scenery: Scenery, { scaleMax, pixelsMax, ground }: BitmapOptions): HTMLCanvasElement {
  const extent = extentOf(scenery.picture);
  const scale = Math.min(scaleMax, pixelsMax / Math.max(extent.width, extent.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.ceil(extent.width * scale));
  canvas.height = Math.max(1, Math.ceil(extent.height * scale));
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  if (ground !== null) {
    context.fillStyle = ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.setTransform(scale, 0, 0, scale, -extent.left * scale, -extent.top * scale);
  paint(context, scenery, extent, scale);
  return canvas;
}

/** The picture with a margin for what stands out of its cards. */
export function extentOf({ width, height }: Room): Box {
  return { left: -MARGIN, top: -MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
}

/** As a file. */
export async function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('The browser could not make a picture of this size.'));
      else resolve(blob);
    }, 'image/png');
  });
}
