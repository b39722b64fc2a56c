// A prediction's own page: shows the drawing it was made from, and waits for the answer if there is none yet.

import { PEN_WIDTH, pathOf } from "../lib/ink.js";
import { bounds, restore } from "../lib/strokes.js";
import { ReadingPane } from "./reading.js";

const SVG = "http://www.w3.org/2000/svg";

function show(drawing) {
  const strokes = restore(document.getElementById("strokes").textContent);
  const box = bounds(strokes);
  if (!box) return;
  // Room for the pen, whose width goes with the ink: a digit written small shows like one written large.
  const pen = Math.max(box.width, box.height, 1) * (PEN_WIDTH / 240);
  const size = Math.max(box.width, box.height) + 6 * pen;
  const [x, y] = [box.x - (size - box.width) / 2, box.y - (size - box.height) / 2];
  drawing.setAttribute("viewBox", `${x} ${y} ${size} ${size}`);
  drawing.setAttribute("stroke-width", pen);
  for (const stroke of strokes) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", pathOf(stroke));
    drawing.append(path);
  }
}

const drawing = document.querySelector("[data-drawing]");
if (drawing) show(drawing);
new ReadingPane(document.querySelector("[data-pane]")).resume();
