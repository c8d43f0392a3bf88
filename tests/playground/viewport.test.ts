import { fitted, pointAt, showing, visibleBox, zoomed } from '../../src/playground/canvas/viewport';
import { lineBetween, middleOf, overlap, pathOf } from '../../src/playground/line-path';

const PANE = { width: 800, height: 600 };

test('a picture that is fitted is all in sight, in the middle, and no larger than life', () => {
  const view = fitted({ width: 3_000, height: 500 }, PANE);
  const box = visibleBox(view, PANE);
  expect(box.left).toBeLessThan(0);
  expect(box.left + box.width).toBeGreaterThan(3_000);
  expect(pointAt(view, { x: 400, y: 300 })).toEqual({
    x: expect.closeTo(1_500) as number,
    y: expect.closeTo(250) as number,
  });
  expect(fitted({ width: 10, height: 10 }, PANE).zoom).toBeLessThan(1.2);
});

test('zooming keeps what is under the pointer there, and ends where letters fill the pane', () => {
  const pointer = { x: 123, y: 456 };
  const view = fitted({ width: 2_000, height: 2_000 }, PANE);
  const under = pointAt(view, pointer);
  for (const factor of [1.3, 0.4, 7, 1e9, 1e-9]) {
    const next = zoomed(view, factor, pointer);
    expect(pointAt(next, pointer).x).toBeCloseTo(under.x);
    expect(pointAt(next, pointer).y).toBeCloseTo(under.y);
    expect(next.zoom).toBeGreaterThan(0.01);
    expect(next.zoom).toBeLessThan(3);
  }
});

test('a card that is in sight moves nothing, and one outside comes in whole by the shortest way', () => {
  const view = { zoom: 1, x: 0, y: 0 };
  expect(showing(view, { left: 100, top: 100, width: 90, height: 40 }, PANE)).toBe(view);
  const card = { left: 1_000, top: 100, width: 90, height: 40 };
  const next = showing(view, card, PANE);
  expect(next).toMatchObject({ zoom: 1, y: 0 });
  expect(1_090 + next.x).toBeLessThan(800);
  expect(1_090 + next.x).toBeGreaterThan(750);
});

test('a line leaves one card at its rim, turns at its bends and ends at the rim of the other', () => {
  const upper = { left: 0, top: 0, width: 100, height: 40 };
  const lower = { left: 300, top: 200, width: 100, height: 40 };
  const straight = lineBetween(upper, { ...lower, left: 0 }, []);
  expect(straight).toEqual([
    { x: 50, y: 40 },
    { x: 50, y: 200 },
  ]);
  expect(middleOf(straight)).toEqual({ x: 50, y: 120 });
  const bent = lineBetween(upper, lower, [{ x: 350, y: 20 }]);
  expect(bent).toEqual([
    { x: 100, y: 20 },
    { x: 350, y: 20 },
    { x: 350, y: 200 },
  ]);
  expect(pathOf(bent)).toBe('M100.0 20.0 L334.0 20.0 Q350.0 20.0 350.0 36.0 L350.0 200.0');
  expect(overlap(upper, lower)).toBe(false);
  expect(overlap(upper, { left: 90, top: 30, width: 5, height: 500 })).toBe(true);
});
