import { followGestures } from '../../src/playground/canvas/gestures';
import type { Scenery } from '../../src/playground/canvas/paint';
import { Stage } from '../../src/playground/canvas/stage';
import type { Point } from '../../src/playground/layout';

/** An element as far as a hand needs one. */
class Pane extends EventTarget {
  readonly getBoundingClientRect = (): object => ({ left: 0, top: 0 });
  readonly setPointerCapture = (): void => undefined;
}

test('a button that is let go outside of the pane holds nothing when the mouse comes back', () => {
  const pane = new Pane();
  const done: string[] = [];
  const note = (what: string) => (): void => void done.push(what);
  const gestures = { pan: note('pan'), zoom: note('zoom'), tap: note('tap'), doubleTap: note('open') };
  followGestures(pane as unknown as HTMLElement, { ...gestures, hover: note('hover') });
  const mouse = (type: string, clientX: number, buttons: number): void => {
    const facts = { pointerId: 1, pointerType: 'mouse', button: 0, clientX, clientY: 10, buttons };
    pane.dispatchEvent(Object.assign(new Event(type), facts));
  };
  mouse('pointerdown', 2, 1);
  for (const x of [20, 40, 60]) mouse('pointermove', x, 0);
  expect(done).toEqual(['hover', 'hover', 'hover']);
  mouse('pointerdown', 60, 1);
  mouse('pointermove', 80, 1);
  mouse('pointerup', 80, 0);
  expect(done.slice(3)).toEqual(['pan']);
});

describe('a hand', () => {
  beforeAll(() => void Object.assign(globalThis, { WheelEvent: { DOM_DELTA_LINE: 1 } }));
  afterAll(() => void Reflect.deleteProperty(globalThis, 'WheelEvent'));

  interface Facts {
    readonly x: number;
    readonly y?: number;
    readonly finger?: number;
    readonly button?: number;
  }

  /** A pane that tells what hands do to it, with numbers cut to thousandths. */
  function handled() {
    const pane = new Pane();
    const done: unknown[][] = [];
    const cut = (value: unknown): unknown =>
      typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : Object.values(value as Point).map(cut);
    const note =
      (what: string) =>
      (...facts: readonly unknown[]): void =>
        void done.push([what, ...facts.filter((fact) => !(fact instanceof Event)).map(cut)]);
    const gestures = { pan: note('pan'), zoom: note('zoom'), tap: note('tap'), doubleTap: note('open') };
    followGestures(pane as unknown as HTMLElement, { ...gestures, hover: note('hover') });
    const send = (type: string, { x, y = 0, finger = 1, button = 0 }: Facts, more: object = {}): void => {
      const facts = { pointerId: finger, button, buttons: 1, clientX: x, clientY: y, ...more };
      pane.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), facts));
    };
    return { done, send };
  }

  test('that shakes taps where it came down, one that goes on moves the picture', () => {
    const { done, send } = handled();
    send('pointerdown', { x: 10 });
    send('pointermove', { x: 13, y: 2 });
    send('pointerup', { x: 13, y: 2 });
    send('pointerdown', { x: 10 });
    send('pointermove', { x: 16 });
    send('pointermove', { x: 18, y: 5 });
    send('pointerup', { x: 18, y: 5 });
    expect(done).toEqual([
      ['tap', [10, 0]],
      ['pan', [6, 0]],
      ['pan', [2, 5]],
    ]);
  });

  test('with two fingers zooms about the middle between them, as far as they go apart', () => {
    const { done, send } = handled();
    send('pointerdown', { x: 0, finger: 1 });
    send('pointerdown', { x: 100, finger: 2 });
    send('pointermove', { x: 200, finger: 2 });
    send('pointerup', { x: 200, finger: 2 });
    send('pointerup', { x: 0, finger: 1 });
    // Twice as far apart; what was under the one that moved went half of the way with it.
    expect(done).toEqual([
      ['pan', [50, 0]],
      ['zoom', 2, [100, 0]],
    ]);
  });

  test('at the wheel zooms in forwards, and pinches on a pad in smaller steps; other buttons do nothing', () => {
    const { done, send } = handled();
    send('wheel', { x: 7, y: 8 }, { deltaY: -100, deltaMode: 0 });
    send('wheel', { x: 7, y: 8 }, { deltaY: 10, deltaMode: 0, ctrlKey: true });
    send('pointerdown', { x: 10, button: 2 });
    send('pointerup', { x: 10, button: 2 });
    const [[, nearer], [, farther], ...more] = done as [[string, number], [string, number]];
    expect(nearer).toBeCloseTo(1.174, 2);
    expect(farther).toBeCloseTo(0.905, 2);
    expect([done.map(([what]) => what), more]).toEqual([['zoom', 'zoom'], []]);
  });
});

describe('a stage', () => {
  /** As many as are moved as a bitmap. */
  const MANY = 500;
  const cards = Array.from({ length: MANY }, (_, at) => ({ left: at, top: 0, width: 1, height: 1, id: `${at}` }));
  const facts = { words: [], look: 'PLAIN' as const, group: false, stripe: null, origin: false };
  const plain = cards.map((card) => ({ ...card, ...facts }));
  const picture = { cards: plain, lines: [], width: MANY, height: 1 };
  const scenery: Scenery = { picture, theme: 'light', chosen: null, near: null };
  /** So far away that cards are spots, and all of them in sight. */
  const view = { zoom: 0.1, x: 0, y: 0 };

  /** A screen whose frames come when they are asked for. */
  const screen = {
    ratio: 1,
    canvases: [] as { width: number; height: number }[],
    bitmapsShown: [] as unknown[],
    paints: 0,
    frames: new Map<number, () => void>(),
    frame(): void {
      const due = [...this.frames.values()];
      this.frames.clear();
      for (const paint of due) paint();
    },
  };

  const globals = {
    document: { createElement: () => newCanvas() },
    window: { setTimeout: () => 0, clearTimeout: () => undefined },
    requestAnimationFrame: (paint: () => void) => {
      screen.frames.set(screen.frames.size + 1, paint);
      return screen.frames.size;
    },
  };

  function newCanvas(): object {
    const noticed: Record<string, unknown> = {
      clearRect: () => (screen.paints += 1),
      drawImage: (bitmap: unknown) => screen.bitmapsShown.push(bitmap),
    };
    const context = new Proxy(noticed, { get: (known, name) => known[String(name)] ?? (() => 0) });
    const canvas = { width: 300, height: 150, getContext: () => context, setAttribute: () => undefined };
    screen.canvases.push(canvas);
    return canvas;
  }

  const pane = { clientWidth: 400, clientHeight: 300, style: {}, append: () => undefined };
  const opened = (): Stage => {
    Object.assign(screen, { ratio: 1, canvases: [], bitmapsShown: [], paints: 0, frames: new Map() });
    Object.assign(pane, { clientWidth: 400, clientHeight: 300 });
    const stage = new Stage(pane as unknown as HTMLElement);
    stage.show(scenery);
    stage.look(view);
    screen.frame();
    return stage;
  };

  beforeAll(() => {
    Object.assign(globalThis, globals);
    Object.defineProperty(globalThis, 'devicePixelRatio', { get: () => screen.ratio, configurable: true });
  });

  afterAll(() => {
    for (const name of [...Object.keys(globals), 'devicePixelRatio']) Reflect.deleteProperty(globalThis, name);
  });

  test('is as sharp as the screen that it is painted on, also after the window was moved to another', () => {
    const stage = opened();
    expect(screen.canvases).toMatchObject([{ width: 400, height: 300 }]);
    screen.ratio = 2;
    stage.look(view);
    screen.frame();
    expect(screen.canvases).toMatchObject([{ width: 800, height: 600 }]);
  });

  test('is painted once a frame while its pane is resized', () => {
    const stage = opened();
    const before = screen.paints;
    for (const width of [410, 420, 430]) {
      pane.clientWidth = width;
      stage.resize();
      stage.look(view);
    }
    screen.frame();
    expect(screen.paints - before).toBe(1);
    expect(screen.canvases).toMatchObject([{ width: 430, height: 300 }]);
  });

  test('makes a bitmap for a motion, and lets it go when it stands', () => {
    const stage = opened();
    const motion = (): void => {
      for (const x of [1, 2, 3]) {
        stage.move({ ...view, x });
        screen.frame();
      }
      stage.look({ ...view, x: 3 });
      screen.frame();
    };
    motion();
    motion();
    const [first, , , second] = screen.bitmapsShown;
    expect(screen.bitmapsShown.map((one) => (one === first ? 1 : one === second ? 2 : 0))).toEqual([1, 1, 1, 2, 2, 2]);
  });
});
