// A drawing is a list of strokes, a stroke a list of [x, y] points in paper units (the paper is PAPER units high,
// whatever its size on the screen), so that rotating a phone or resizing a window loses nothing.

export const PAPER = 400;

/** A drawing with its history. Each change makes a new list of the same strokes, so undo is a step back in lists. */
export class Sketch {
  #past = [];
  #future = [];
  #strokes;

  constructor(strokes = []) {
    this.#strokes = strokes;
  }

  get strokes() {
    return this.#strokes;
  }

  get isEmpty() {
    return this.#strokes.length === 0;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  add(stroke) {
    return this.#change([...this.#strokes, stroke]);
  }

  erase(index) {
    return index in this.#strokes && this.#change(this.#strokes.filter((_, other) => other !== index));
  }

  clear() {
    return !this.isEmpty && this.#change([]);
  }

  undo() {
    return this.#step(this.#past, this.#future);
  }

  redo() {
    return this.#step(this.#future, this.#past);
  }

  #change(strokes) {
    this.#past.push(this.#strokes);
    this.#future = [];
    this.#strokes = strokes;
    return true;
  }

  #step(from, to) {
    if (from.length === 0) return false;
    to.push(this.#strokes);
    this.#strokes = from.pop();
    return true;
  }
}

/** The smallest box around all points, or null for an empty drawing. */
export function bounds(strokes) {
  const points = strokes.flat();
  if (points.length === 0) return null;
  // Not Math.min(...points): a long drawing has more points than a call may have arguments.
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [x, y] of points) {
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x);
    box.bottom = Math.max(box.bottom, y);
  }
  return { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top };
}

/** Index of the topmost stroke that passes within `radius` of `point`, or -1. */
export function strokeAt(strokes, point, radius) {
  return strokes.findLastIndex((stroke) => distanceToStroke(stroke, point) <= radius);
}

function distanceToStroke(stroke, point) {
  let nearest = distanceToSegment(stroke[0], stroke[0], point);
  for (let i = 1; i < stroke.length; i += 1) {
    nearest = Math.min(nearest, distanceToSegment(stroke[i - 1], stroke[i], point));
  }
  return nearest;
}

function distanceToSegment([ax, ay], [bx, by], [x, y]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** What travels to the server: tenths of a unit are finer than any pen and keep the message small. */
export function serialise(strokes) {
  return strokes.map((stroke) => stroke.map((point) => point.map((value) => Math.round(value * 10) / 10)));
}

/** Strokes from a JSON text that may be anything; what is not a drawing becomes an empty one. */
export function restore(text) {
  try {
    const strokes = JSON.parse(text);
    return isDrawing(strokes) ? strokes : [];
  } catch {
    return [];
  }
}

function isDrawing(strokes) {
  return Array.isArray(strokes) && strokes.every((stroke) => Array.isArray(stroke) && stroke.length > 0 && stroke.every(isPoint));
}

function isPoint(point) {
  return Array.isArray(point) && point.length === 2 && point.every(Number.isFinite);
}
