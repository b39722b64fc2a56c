// From points to a line that looks like ink. The same path text serves a canvas (new Path2D(text)) and an SVG.

export const PEN_WIDTH = 20; // paper units; 1/20 of the paper, about what MNIST's pens were to their boxes

const short = (value) => String(Math.round(value * 100) / 100);
const at = ([x, y]) => `${short(x)} ${short(y)}`;
const middle = ([ax, ay], [bx, by]) => [(ax + bx) / 2, (ay + by) / 2];
const widthAt = (point) => point[2] ?? PEN_WIDTH;

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

/** The stroke as lines of one width each; a pen that is pressed harder and lighter makes many, a mouse only one. */
export function lines(stroke) {
  if (stroke.every((point) => widthAt(point) === widthAt(stroke[0]))) {
    return [{ width: widthAt(stroke[0]), path: pathOf(stroke) }];
  }
  const found = [];
  stroke.forEach((point, i) => {
    const width = widthAt(point);
    if (found.at(-1)?.width !== width) {
      found.push({ width, path: `M${at(i === 0 ? point : middle(stroke[i - 1], point))}` });
    }
    found.at(-1).path += i === stroke.length - 1 ? `L${at(point)}` : `Q${at(point)} ${at(middle(point, stroke[i + 1]))}`;
  });
  return found;
}
