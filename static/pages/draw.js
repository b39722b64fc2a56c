// The drawing page: pen to strokes, strokes to canvas, strokes to the server.

import { PEN_WIDTH, pathOf } from "../lib/ink.js";
import { Pen } from "../lib/pointer.js";
import { PAPER, Sketch, restore, serialise, strokeAt } from "../lib/strokes.js";
import { ReadingPane } from "./reading.js";

const KEPT = "drawing"; // in sessionStorage: a reload or a visit to another page keeps the drawing
const PEN_ERASER = 5; // the button number of a stylus' eraser end

const NOTHING_DRAWN = { title: "Nothing to read yet", detail: "Write a digit on the paper first." };

const page = document.querySelector("[data-draw]");
const canvas = page.querySelector("canvas");
const context = canvas.getContext("2d");
const buttons = Object.fromEntries([...page.querySelectorAll("[data-do]")].map((one) => [one.dataset.do, one]));
const pane = new ReadingPane(document.querySelector("[data-pane]"));
const sketch = new Sketch(restore(kept()));
const pen = new Pen(locate);
const paths = new WeakMap();
let frame = 0;

function locate(event) {
  const { left, top, height } = canvas.getBoundingClientRect();
  const scale = PAPER / height;
  return [(event.clientX - left) * scale, (event.clientY - top) * scale];
}

// -- painting

function repaint() {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    paint();
  });
}

function paint() {
  const scale = canvas.height / PAPER;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, canvas.width / scale, PAPER);
  // Canvas knows no CSS variables; its own text colour is the ink, in either theme.
  context.strokeStyle = getComputedStyle(canvas).color;
  Object.assign(context, { lineWidth: PEN_WIDTH, lineCap: "round", lineJoin: "round" });
  for (const stroke of sketch.strokes) context.stroke(inkOf(stroke));
  if (pen.stroke) context.stroke(new Path2D(pathOf(pen.stroke)));
}

function inkOf(stroke) {
  if (!paths.has(stroke)) paths.set(stroke, new Path2D(pathOf(stroke)));
  return paths.get(stroke);
}

function fit([entry]) {
  const { inlineSize, blockSize } = entry.contentBoxSize[0];
  const exact = entry.devicePixelContentBoxSize?.[0];
  canvas.width = devicePixels(inlineSize, exact?.inlineSize);
  canvas.height = devicePixels(blockSize, exact?.blockSize);
  paint();
}

// The browser's own count keeps the ink sharp at any zoom, but Chromium's is in CSS pixels while a phone is emulated.
function devicePixels(size, exact) {
  const computed = Math.round(size * devicePixelRatio);
  return Math.abs(exact - computed) <= 1 ? exact : computed;
}

function observe(observer) {
  try {
    observer.observe(canvas, { box: "device-pixel-content-box" });
  } catch {
    observer.observe(canvas); // Safari
  }
}

// -- what can be done

const actions = {
  undo: () => sketch.undo() && changed(),
  redo: () => sketch.redo() && changed(),
  clear: () => sketch.clear() && changed(),
  read,
};

function changed() {
  refresh();
  keep();
  pane.markStale();
}

function refresh() {
  const strokes = sketch.strokes.length;
  enable(buttons.undo, sketch.canUndo);
  enable(buttons.redo, sketch.canRedo);
  enable(buttons.clear, !sketch.isEmpty);
  page.toggleAttribute("data-inked", !sketch.isEmpty || pen.stroke !== null);
  const drawn = strokes === 0 ? "empty" : strokes === 1 ? "one stroke" : `${strokes} strokes`;
  canvas.setAttribute("aria-label", `Your drawing, ${drawn}`);
  repaint();
}

// aria-disabled, not disabled: a button that goes dead under a keyboard user's finger would take the focus with it.
function enable(button, enabled) {
  button.setAttribute("aria-disabled", !enabled);
}

async function read() {
  if (sketch.isEmpty) return pane.showProblem(NOTHING_DRAWN);
  if (pane.isBusy && !page.hasAttribute("data-changed")) return undefined;
  page.removeAttribute("data-changed");
  return pane.ask(page.dataset.readUrl, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": page.dataset.csrf },
    body: JSON.stringify({ strokes: serialise(sketch.strokes), mode: "auto" }),
  });
}

// -- keeping the drawing over a reload; a browser may refuse storage altogether

function kept() {
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function keep() {
  page.setAttribute("data-changed", "");
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(serialise(sketch.strokes)));
  } catch {
    // Private mode or a full store: the drawing lives as long as the page.
  }
}

// -- pointers and keys

canvas.addEventListener("pointerdown", (event) => {
  if (event.button === PEN_ERASER) return sketch.erase(strokeAt(sketch.strokes, locate(event), PEN_WIDTH)) && changed();
  if (!pen.down(event)) return undefined;
  canvas.setPointerCapture(event.pointerId);
  return refresh();
});
canvas.addEventListener("pointermove", (event) => pen.move(event) && repaint());
canvas.addEventListener("pointerup", (event) => {
  const stroke = pen.up(event);
  if (stroke) sketch.add(stroke) && changed();
});
for (const lost of ["pointercancel", "lostpointercapture"]) {
  canvas.addEventListener(lost, (event) => pen.cancel(event) && refresh());
}
// Long presses belong to the pen: no menu, and on iOS no magnifier.
canvas.addEventListener("contextmenu", (event) => event.preventDefault());
canvas.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });

for (const [name, button] of Object.entries(buttons)) {
  button.addEventListener("click", () => button.getAttribute("aria-disabled") !== "true" && actions[name]());
}

document.addEventListener("keydown", (event) => {
  const name = actionFor(event);
  if (!name || event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  actions[name]();
});

function actionFor(event) {
  const key = event.key.toLowerCase();
  if (event.altKey) return null;
  if (event.ctrlKey || event.metaKey) {
    if (key === "z") return event.shiftKey ? "redo" : "undo";
    return key === "y" && event.ctrlKey ? "redo" : null;
  }
  if (key === "delete" || key === "backspace") return "clear";
  // On a button or a link, Enter means that button or link.
  return key === "enter" && !event.target.closest("button, a, summary") ? "read" : null;
}

observe(new ResizeObserver(fit));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
matchMedia("(forced-colors: active)").addEventListener("change", repaint);
refresh();
