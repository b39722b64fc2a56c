// Which pointer holds the pen. One at a time: a second finger or the other hand is ignored, a stylus takes over from
// the palm that landed before it, a palm that lands after it is ignored, and a cancelled pointer (a scroll, a call, a
// palm) leaves no ink.

const PALM_MS = 500; // a touch this soon after a stylus was near the paper is the hand that holds it
const MAIN_BUTTON = 0;
const ERASER_BUTTON = 5; // the other end of a stylus

/** The events a browser folded into one; Safari and synthetic events may give none. */
export function samples(event) {
  const coalesced = event.getCoalescedEvents?.() ?? [];
  return coalesced.length > 0 ? coalesced : [event];
}

/** How wide the ink is: a stylus that feels pressure says 0.5 for an ordinary hand, one that does not says so always. */
export function inkWidth({ pointerType, pressure }, width) {
  return pointerType === "pen" && pressure > 0 ? Math.round(width * (0.4 + 1.2 * pressure)) : width;
}

export class Pen {
  #locate;
  #pointer = null;
  #stroke = null;
  #stylusAt = -Infinity;

  /** @param locate turns an event into an [x, y, width] point on the paper */
  constructor(locate) {
    this.#locate = locate;
  }

  /** The stroke being drawn, or null. */
  get stroke() {
    return this.#stroke;
  }

  /** True while the other end of a stylus is down. */
  get isTurned() {
    return this.#pointer?.button === ERASER_BUTTON;
  }

  /** @returns true when this event began a stroke */
  down(event) {
    const { pointerId: id, pointerType: type, button } = event;
    this.#notice(event);
    if ((button !== MAIN_BUTTON && button !== ERASER_BUTTON) || this.#isPalm(event)) return false;
    if (this.#pointer && !(this.#pointer.type === "touch" && type === "pen")) return false;
    this.#pointer = { id, type, button };
    this.#stroke = [this.#locate(event)];
    return true;
  }

  /** @returns true when the stroke grew */
  move(event) {
    this.#notice(event);
    if (!this.holds(event)) return false;
    const before = this.#stroke.length;
    for (const sample of samples(event)) this.#extend(this.#locate(sample));
    return this.#stroke.length > before;
  }

  /** @returns the finished stroke, or null when this pointer did not hold the pen */
  up(event) {
    if (!this.holds(event)) return null;
    const [x, y] = this.#locate(event);
    this.#extend([x, y, ...this.#stroke.at(-1).slice(2)]); // a lifted pen has no pressure any more
    return this.lift();
  }

  /** @returns true when a stroke was dropped */
  cancel(event) {
    return this.holds(event) && this.lift() !== null;
  }

  /** Ends the stroke where it is. @returns the stroke, or null when there is none */
  lift() {
    const stroke = this.#stroke;
    this.#pointer = null;
    this.#stroke = null;
    return stroke;
  }

  holds(event) {
    return this.#pointer?.id === event.pointerId;
  }

  #notice(event) {
    if (event.pointerType === "pen") this.#stylusAt = event.timeStamp;
  }

  #isPalm(event) {
    return event.pointerType === "touch" && event.timeStamp - this.#stylusAt < PALM_MS;
  }

  #extend(point) {
    const [lastX, lastY] = this.#stroke.at(-1);
    if (point[0] !== lastX || point[1] !== lastY) this.#stroke.push(point);
  }
}
