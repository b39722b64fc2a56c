// The hand on the paper: pointer events become strokes of the sketch, or are rubbed out of it.

import { Rubber } from "../lib/eraser.js";
import { Pen } from "../lib/pointer.js";

const RADIUS = 6; // of the rubber, in paper units

export class Hand {
  #sketch;
  #pen;
  #rubber = new Rubber();
  #erases;
  #done;

  /**
   * @param locate turns an event into a point of the paper
   * @param erases true while the rubber is chosen
   * @param moved is called when what is seen has changed, and done(isChanged) when the pen has left the paper
   */
  constructor(canvas, sketch, { locate, erases, moved, done }) {
    this.#sketch = sketch;
    this.#pen = new Pen(locate);
    this.#erases = () => this.#pen.isTurned || erases();
    this.#done = done;
    this.#listen(canvas, moved);
  }

  /** The stroke that is being drawn, or null. */
  get live() {
    return this.#erases() ? null : this.#pen.stroke;
  }

  /** The strokes that go when the rubber is lifted. */
  get rubbed() {
    return this.#rubber.rubbed;
  }

  /** Where the paper moves under the pen, or the page goes away, the stroke ends where it is and nothing is lost. */
  lift() {
    if (this.#pen.stroke) this.#finish(this.#erases(), this.#pen.lift());
  }

  #listen(canvas, moved) {
    canvas.addEventListener("pointerdown", (event) => {
      if (!this.#pen.down(event)) return;
      canvas.setPointerCapture(event.pointerId);
      this.#rub(this.#pen.stroke);
      moved();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (this.#pen.holds(event) && event.buttons === 0) return this.lift(); // let go where nobody told us
      if (!this.#pen.move(event)) return undefined;
      this.#rub(this.#pen.stroke);
      return moved();
    });
    canvas.addEventListener("pointerup", (event) => {
      const erases = this.#erases();
      if (this.#pen.holds(event)) this.#finish(erases, this.#pen.up(event));
    });
    canvas.addEventListener("pointercancel", (event) => {
      if (!this.#pen.cancel(event)) return;
      this.#rubber.take();
      this.#done(false);
    });
    canvas.addEventListener("lostpointercapture", (event) => this.#pen.holds(event) && this.lift());
    document.addEventListener("visibilitychange", () => document.hidden && this.lift());
    // Long presses belong to the pen: no menu, and on iOS no magnifier.
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    canvas.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  }

  #rub(path) {
    if (this.#erases()) this.#rubber.follow(path, this.#sketch.strokes, RADIUS);
  }

  #finish(erases, stroke) {
    if (!erases) return this.#done(this.#sketch.add(stroke));
    this.#rubber.follow(stroke, this.#sketch.strokes, RADIUS);
    return this.#done(this.#sketch.erase(this.#rubber.take()));
  }
}
