// A rubber that takes whole strokes.

import { PEN_WIDTH } from "./ink.js";

export class Rubber {
  #followed = 0;
  #rubbed = new Set();

  /** The strokes it has touched so far. */
  get rubbed() {
    return this.#rubbed;
  }

  /** Goes on along its path, which has grown. */
  follow(path, strokes, radius) {
    for (; this.#followed < path.length; this.#followed += 1) {
      const from = path[Math.max(0, this.#followed - 1)];
      for (const stroke of touched(strokes, from, path[this.#followed], radius)) this.#rubbed.add(stroke);
    }
  }

  /** @returns what it has touched, and forgets it */
  take() {
    const taken = this.#rubbed;
    this.#rubbed = new Set();
    this.#followed = 0;
    return taken;
  }
}

/** The strokes whose ink comes within `radius` of the line that the rubber went from `from` to `to`. */
export function touched(strokes, from, to, radius) {
  return strokes.filter((stroke) => isTouched(stroke, from, to, radius));
}

function isTouched(stroke, from, to, radius) {
  return stroke.some((point, index) => {
    const before = stroke[Math.max(0, index - 1)];
    return distance(before, point, from, to) <= radius + (point[2] ?? PEN_WIDTH) / 2;
  });
}

/** Between two segments: nothing where they cross, else from one's nearest end to the other. */
function distance(a, b, c, d) {
  if (cross(a, b, c, d)) return 0;
  return Math.min(toSegment(a, b, c), toSegment(a, b, d), toSegment(c, d, a), toSegment(c, d, b));
}

function cross(a, b, c, d) {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function side([ax, ay], [bx, by], [x, y]) {
  return (bx - ax) * (y - ay) - (by - ay) * (x - ax);
}

function toSegment([ax, ay], [bx, by], [x, y]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}
