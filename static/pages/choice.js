// Choosing one digit of a reading, by its button or by its box in the picture: both show which, and its panel opens.

import { boxAt, stepFrom } from "../lib/boxes.js";

const REACH = 24; // CSS pixels around a box that still mean it

/** @param root holds the buttons, the picture and the panels, now or later */
export function letChoose(root) {
  root.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-choose]") ?? nearestBox(event);
    if (chosen) choose(root, chosen.dataset.choose);
  });
  root.addEventListener("keydown", (event) => {
    const box = event.target.closest("[data-boxes] [data-choose]");
    if (box && !event.altKey && !event.ctrlKey && !event.metaKey) onKey(root, box, event);
  });
}

function onKey(root, box, event) {
  const boxes = [...box.parentNode.querySelectorAll("[data-choose]")];
  const pressed = [" ", "Enter"].includes(event.key);
  const to = pressed ? boxes.indexOf(box) : stepFrom(boxes.indexOf(box), boxes.length, event.key);
  if (to === null) return;
  event.preventDefault();
  event.stopPropagation(); // Enter means more elsewhere on a page
  choose(root, boxes[to].dataset.choose);
  boxes[to].focus();
}

function choose(root, index) {
  for (const control of root.querySelectorAll("[data-choose]")) {
    const chosen = control.dataset.choose === index;
    if (control.matches("[role=radio]")) {
      control.setAttribute("aria-checked", chosen);
      control.setAttribute("tabindex", chosen ? 0 : -1);
    } else {
      control.setAttribute("aria-pressed", chosen);
    }
  }
  for (const panel of root.querySelectorAll("[data-panel]")) {
    panel.hidden = panel.dataset.panel !== index;
    if (!panel.hidden) panel.dispatchEvent(new Event("chosen", { bubbles: true }));
  }
}

function nearestBox(event) {
  const picture = event.target.closest("[data-boxes]");
  if (!picture) return null;
  const toPicture = picture.getScreenCTM().inverse();
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(toPicture);
  const boxes = [...picture.querySelectorAll("[data-choose]")];
  return boxes[boxAt(boxes.map((box) => box.querySelector("rect").getBBox()), [x, y], REACH * toPicture.a)];
}
