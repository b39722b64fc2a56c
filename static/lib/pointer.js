// Which pointer holds the pen. One at a time: a second finger or the other hand is ignored, a stylus takes over from
// the palm that landed before it, and a cancelled pointer (a scroll, a call, a palm) leaves no ink.

/** The events a browser folded into one; Safari and synthetic events may give none. */
export function samples(event) {
  const coalesced = event.getCoalescedEvents?.() ?? [];
  return coalesced.length > 0 ? coalesced : [event];
}

export class Pen {
  #locate;
  #pointer = null;
  #stroke = null;

  /** @param locate turns an event into an [x, y] point on the paper */
  constructor(locate) {
    this.#locate = locate;
  }

  /** The stroke being drawn, or null. */
  get stroke() {
    return this.#stroke;
  }

  /** @returns true when this event began a stroke */
  down(event) {
    if (event.button !== 0 || (this.#pointer && !this.#yieldsTo(event))) return false;
    this.#pointer = { id: event.pointerId, type: event.pointerType };
    this.#stroke = [this.#locate(event)];
    return true;
  }

  /** @returns true when the stroke grew */
  move(event) {
    if (!this.#holds(event)) return false;
    const before = this.#stroke.length;
    for (const sample of samples(event)) this.#extend(this.#locate(sample));
    return this.#stroke.length > before;
  }

  /** @returns the finished stroke, or null when this pointer did not hold the pen */
  up(event) {
    if (!this.#holds(event)) return null;
    this.#extend(this.#locate(event));
    return this.#release();
  }

  /** @returns true when a stroke was dropped */
  cancel(event) {
    return this.#holds(event) && this.#release() !== null;
  }

  #holds(event) {
    return this.#pointer?.id === event.pointerId;
  }

  #yieldsTo(event) {
    return this.#pointer.type === "touch" && event.pointerType === "pen";
  }

  #extend([x, y]) {
    const [lastX, lastY] = this.#stroke.at(-1);
    if (x !== lastX || y !== lastY) this.#stroke.push([x, y]);
  }

  #release() {
    const stroke = this.#stroke;
    this.#pointer = null;
    this.#stroke = null;
    return stroke;
  }
}
