// A double click sends a form once: of two accounts under one name the second was an error.

const SOON = 2000; // milliseconds; what came to nothing may be sent again after them

export class Twice {
  #sentAt = new WeakMap();

  /** True where the same form was sent a moment ago; else it counts as sent now. */
  isSecond(form, now) {
    if (now - (this.#sentAt.get(form) ?? -Infinity) < SOON) return true;
    this.#sentAt.set(form, now);
    return false;
  }
}
