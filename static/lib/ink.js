// From points to a line that looks like ink. The same path text serves a canvas (new Path2D(text)) and an SVG.

export const PEN_WIDTH = 20; // paper units; 1/20 of the paper, about what MNIST's pens were to their boxes

const short = (value) => String(Math.round(value * 100) / 100);
const at = ([x, y]) => `${short(x)} ${short(y)}`;
const middle = ([ax, ay], [bx, by]) => [(ax + bx) / 2, (ay + by) / 2];

/** A path through the midpoints, bent by the points themselves: smooth, and no point is left farther than it was. */
export function pathOf(stroke) {
  // A line of no length paints nothing on a canvas; a very short one with round caps is a dot.
  if (stroke.length === 1) return `M${at(stroke[0])}h.01`;
  let path = `M${at(stroke[0])}`;
  for (let i = 1; i < stroke.length - 1; i += 1) {
    path += `Q${at(stroke[i])} ${at(middle(stroke[i], stroke[i + 1]))}`;
  }
  return `${path}L${at(stroke.at(-1))}`;
}
