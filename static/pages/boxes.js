// Boxes over the paper, one around each digit that was read, with the digit above it.

import { PAPER } from "../lib/strokes.js";

const SVG = "http://www.w3.org/2000/svg";
const ROOM = 16; // paper units around the middle of the pen's line
const CAPTION = 36; // the height of a caption, which stays on the paper

/** Draws the boxes of the `panels` of a reading; none take them away. @param width of the paper */
export function showBoxes(svg, panels, width) {
  svg.setAttribute("viewBox", `0 0 ${width} ${PAPER}`);
  svg.replaceChildren(...[...panels].flatMap((panel) => boxOf(panel)));
}

/** Marks the box of the digit that is looked at. */
export function markBox(svg, panel) {
  for (const part of svg.children) part.toggleAttribute("data-chosen", part.dataset.of === panel.dataset.panel);
}

function boxOf({ hidden, dataset }) {
  const [x, y, width, height] = dataset.box.split(" ").map(Number);
  const top = y - ROOM;
  const frame = element("rect", { x: x - ROOM, y: top, width: width + 2 * ROOM, height: height + 2 * ROOM, rx: 10 });
  const caption = element("text", { x: x + width / 2, y: Math.max(CAPTION, top - 8), "text-anchor": "middle" });
  caption.textContent = dataset.value;
  for (const part of [frame, caption]) {
    part.dataset.of = dataset.panel;
    part.toggleAttribute("data-chosen", !hidden);
  }
  return [frame, caption];
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
