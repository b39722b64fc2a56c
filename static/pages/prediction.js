// A prediction's own page: shows the drawing it was made from and replays it, and waits for the answer if there is none.

import { PEN_WIDTH, pathOf } from "../lib/ink.js";
import { showLocally } from "../lib/moments.js";
import { schedule } from "../lib/replay.js";
import { bounds, restore } from "../lib/strokes.js";
import { ReadingPane } from "./reading.js";

const SVG = "http://www.w3.org/2000/svg";

function show(drawing) {
  const strokes = restore(document.getElementById("strokes").textContent);
  const box = bounds(strokes);
  if (!box) return;
  // Room for the pen, whose width goes with the ink: a digit written small shows like one written large.
  // A number is long; its digits are about as high as it is.
  const pen = Math.max(box.height, box.width / 4, 1) * (PEN_WIDTH / 240);
  const size = 1.1 * Math.max(box.width, box.height) + 5 * pen;
  const [x, y] = [box.x - (size - box.width) / 2, box.y - (size - box.height) / 2];
  drawing.setAttribute("viewBox", `${x} ${y} ${size} ${size}`);
  drawing.setAttribute("stroke-width", pen);
  for (const stroke of strokes) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", pathOf(stroke));
    drawing.append(path);
  }
}

/** The strokes as they were drawn; who wants no motion sees each appear when its time has come. */
function animationsOf(drawing) {
  const paths = [...drawing.querySelectorAll("path")];
  const steps = schedule(paths.map((path) => path.getTotalLength()), drawing.viewBox.baseVal.width);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return paths.flatMap((path, i) => {
    const { delay, duration } = steps[i];
    const hidden = path.animate({ opacity: [0, 0] }, { duration: still ? delay + duration : delay });
    if (still) return hidden;
    // The dash is as long as the path, and the gap longer, so that no round end shows before its time.
    const dash = path.getTotalLength();
    const drawn = { strokeDasharray: [`${dash} ${3 * dash}`, `${dash} ${3 * dash}`], strokeDashoffset: [dash, 0] };
    return [hidden, path.animate(drawn, { delay, duration })];
  });
}

function replayOnPress(button, drawing) {
  let playing = [];
  button.hidden = false;
  button.addEventListener("click", () => {
    if (playing.length > 0) return playing.forEach((animation) => animation.cancel());
    playing = animationsOf(drawing);
    button.textContent = "Stop";
    return Promise.allSettled(playing.map((animation) => animation.finished)).then(() => {
      playing = [];
      button.textContent = "Replay";
    });
  });
}

const drawing = document.querySelector("[data-drawing]");
if (drawing) {
  show(drawing);
  replayOnPress(document.querySelector("[data-replay]"), drawing);
}
showLocally(document.querySelector(".intro"));
new ReadingPane(document.querySelector("[data-pane]")).resume();
