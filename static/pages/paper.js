// The canvas: as sharp as the screen, painted at most once a frame, and from screen to paper units and back.

import { lines } from "../lib/ink.js";
import { PAPER } from "../lib/strokes.js";

const RUBBED = 0.15; // how much is still seen of what the rubber has touched

export class Paper {
  #canvas;
  #context;
  #drawing;
  #resized;
  #inks = new WeakMap();
  #frame = 0;

  /**
   * @param drawing gives what to paint: { strokes, live, rubbed }
   * @param resized is called before what is seen moves under the pen
   */
  constructor(canvas, drawing, resized) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    this.#drawing = drawing;
    this.#resized = resized;
    this.#observe(new ResizeObserver(([entry]) => this.#fit(entry)));
  }

  /** Where an event is on the paper. */
  locate({ clientX, clientY }) {
    const { left, top, height } = this.#canvas.getBoundingClientRect();
    const scale = PAPER / height;
    return [(clientX - left) * scale, (clientY - top) * scale];
  }

  /** Paints in the next frame, however often it is called before. */
  repaint() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  #paint() {
    const { strokes, live, rubbed } = this.#drawing();
    const scale = this.#canvas.height / PAPER;
    this.#context.setTransform(scale, 0, 0, scale, 0, 0);
    this.#context.clearRect(0, 0, this.#canvas.width / scale, PAPER);
    // Canvas knows no CSS variables; its own text colour is the ink, in either theme.
    Object.assign(this.#context, { strokeStyle: getComputedStyle(this.#canvas).color, lineCap: "round", lineJoin: "round" });
    for (const stroke of strokes) this.#draw(this.#inkOf(stroke), rubbed.has(stroke) ? RUBBED : 1);
    if (live) this.#draw(inked(live), 1);
  }

  #draw(ink, alpha) {
    this.#context.globalAlpha = alpha;
    for (const { width, path } of ink) {
      this.#context.lineWidth = width;
      this.#context.stroke(path);
    }
  }

  #inkOf(stroke) {
    if (!this.#inks.has(stroke)) this.#inks.set(stroke, inked(stroke));
    return this.#inks.get(stroke);
  }

  #fit({ devicePixelContentBoxSize }) {
    const box = this.#canvas.getBoundingClientRect();
    const exact = devicePixelContentBoxSize?.[0];
    const width = devicePixels(box.width, exact?.inlineSize);
    const height = devicePixels(box.height, exact?.blockSize);
    if (width === this.#canvas.width && height === this.#canvas.height) return;
    this.#resized();
    Object.assign(this.#canvas, { width, height });
    this.#paint();
  }

  #observe(observer) {
    try {
      observer.observe(this.#canvas, { box: "device-pixel-content-box" });
    } catch {
      observer.observe(this.#canvas); // Safari
    }
  }
}

function inked(stroke) {
  return lines(stroke).map(({ width, path }) => ({ width, path: new Path2D(path) }));
}

// The browser's own count keeps the ink sharp at any zoom, but Chromium's is in CSS pixels while a phone is emulated.
function devicePixels(size, exact) {
  const computed = Math.round(size * devicePixelRatio);
  return Math.abs(exact - computed) <= 1 ? exact : computed;
}
