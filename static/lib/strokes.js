// A drawing is a list of strokes, a stroke a list of [x, y] points in paper units (the paper is PAPER units high,
// whatever its size on the screen), so that rotating a phone or resizing a window loses nothing. A third value, where
// there is one, is how wide the pen was at that point.

export const PAPER = 400;
export const STRIP = 1000; // how wide the paper is for a whole number
const MARGIN = 20;

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

/** The same strokes where paper of this width shows them all; else smaller ones, in the middle of it. */
export function fitted(strokes, width) {
  const box = bounds(strokes);
  if (!box || box.x + box.width <= width) return strokes;
  const scale = Math.min(1, (width - 2 * MARGIN) / box.width);
  const left = (width - box.width * scale) / 2;
  const top = box.y + (box.height * (1 - scale)) / 2;
  const moved = ([x, y, ...pen]) => [left + (x - box.x) * scale, top + (y - box.y) * scale, ...pen];
  return strokes.map((stroke) => stroke.map(moved));
}

/** Tenths of a unit are finer than any pen and keep a message small. */
export function rounded(strokes) {
  return strokes.map((stroke) => stroke.map((point) => point.map((value) => Math.round(value * 10) / 10)));
}

/** What travels to the server: places only, for the reader draws with a pen of its own. */
export function serialise(strokes) {
  return rounded(strokes.map((stroke) => stroke.map(([x, y]) => [x, y])));
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

export function isDrawing(strokes) {
  return Array.isArray(strokes) && strokes.every((stroke) => Array.isArray(stroke) && stroke.length > 0 && stroke.every(isPoint));
}

function isPoint(point) {
  return Array.isArray(point) && (point.length === 2 || point.length === 3) && point.every(Number.isFinite);
}
