// The drawing page: hand to sketch, sketch to paper, and to the server, whose reading goes into the pane.

import { PEN_WIDTH } from "../lib/ink.js";
import { actionFor } from "../lib/keys.js";
import { Latency } from "../lib/latency.js";
import { Once } from "../lib/once.js";
import { inkWidth } from "../lib/pointer.js";
import { Previews } from "../lib/previews.js";
import { unpack } from "../lib/sketch.js";
import { keep, keepOnce, keepPen, kept, keptOnce, keptPen } from "../lib/store.js";
import { serialise } from "../lib/strokes.js";
import { markBox, showBoxes } from "./boxes.js";
import { Hand } from "./hand.js";
import { Paper } from "./paper.js";
import { fetchFragment, ReadingPane } from "./reading.js";

const NOTHING_DRAWN = { title: "Nothing to read yet", detail: "Write a digit on the paper first." };

const page = document.querySelector("[data-draw]");
const canvas = page.querySelector("canvas");
const boxes = page.querySelector("[data-boxes]");
const glimpse = page.querySelector("[data-glimpse]");
const width = page.querySelector("[data-pen-width]");
const papers = [...page.querySelectorAll("[name=paper]")];
const buttons = Object.fromEntries([...page.querySelectorAll("[data-do]")].map((one) => [one.dataset.do, one]));
const region = document.querySelector("[data-pane]");

const pane = new ReadingPane(region);
const sketch = unpack(kept());
const hand = new Hand(canvas, sketch, {
  locate: (event) => [...paper.locate(event), inkWidth(event, Number(width.value) || PEN_WIDTH)],
  erases: () => isPressed(buttons.erase),
  moved: show,
  done: (isChanged) => (isChanged ? changed() : refresh()),
});
const seen = () => ({ strokes: sketch.strokes, live: hand.live, rubbed: hand.rubbed });
const paper = new Paper(canvas, seen, () => hand.lift());
const previews = new Previews(
  (body, signal) => fetchFragment(page.dataset.previewUrl, { ...post(body), signal }),
  { now: () => performance.now(), wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
);
const latency = new Latency();
const once = new Once(keptOnce(), keepOnce);

// -- what can be done

const actions = {
  undo: () => sketch.undo() && changed(),
  redo: () => sketch.redo() && changed(),
  clear: () => sketch.clear() && changed(),
  erase: () => buttons.erase.setAttribute("aria-pressed", !isPressed(buttons.erase)),
  read,
};

function changed() {
  page.setAttribute("data-changed", "");
  refresh();
  keep(sketch);
  pane.markStale();
  preview();
}

function refresh() {
  const strokes = sketch.strokes.length;
  enable(buttons.undo, sketch.canUndo);
  enable(buttons.redo, sketch.canRedo);
  enable(buttons.clear, !sketch.isEmpty);
  for (const one of papers) one.checked = (one.value === "number") === sketch.wide;
  page.toggleAttribute("data-wide", sketch.wide);
  const drawn = strokes === 0 ? "empty" : strokes === 1 ? "one stroke" : `${strokes} strokes`;
  canvas.setAttribute("aria-label", `Your drawing, ${drawn}`);
  show();
}

function show() {
  page.toggleAttribute("data-inked", !sketch.isEmpty || hand.live !== null);
  paper.repaint();
}

// aria-disabled, not disabled: a button that goes dead under a keyboard user's finger would take the focus with it.
function enable(button, enabled) {
  button.setAttribute("aria-disabled", !enabled);
}

function isPressed(button) {
  return button.getAttribute("aria-pressed") === "true";
}

// -- reading: a preview after each change, and one that is kept when it is asked for

function drawing() {
  return JSON.stringify({ strokes: serialise(sketch.strokes), mode: sketch.wide ? "number" : "auto" });
}

function post(body, headers = {}) {
  const usual = { "Content-Type": "application/json", "X-CSRFToken": page.dataset.csrf };
  return { method: "POST", headers: { ...usual, ...headers }, body };
}

async function preview() {
  previews.drop();
  if (sketch.isEmpty) return pane.reset();
  try {
    const found = await previews.ask(drawing());
    if (!found) return undefined;
    pane.peek(found.answer);
    latency.add(found.ms);
    return say(String(latency));
  } catch {
    return say("No preview just now."); // Read says what is wrong, and what it takes is kept until it is read
  }
}

function say(words) {
  document.querySelector("[data-latency]").textContent = words;
}

async function read() {
  if (sketch.isEmpty) return pane.showProblem(NOTHING_DRAWN);
  if (pane.isBusy && !page.hasAttribute("data-changed")) return undefined;
  page.removeAttribute("data-changed");
  previews.drop();
  return pane.ask(page.dataset.readUrl, { ...post(drawing(), { "Idempotency-Key": once.key }), once });
}

region.addEventListener("shown", () => {
  const panels = region.querySelectorAll("[data-box]");
  showBoxes(boxes, sketch.wide || panels.length > 1 ? panels : [], sketch.width);
  const parts = ["p.read-text[data-text]", "[data-reading] h2"].map((part) => region.querySelector(part)?.textContent);
  glimpse.textContent = parts.filter(Boolean).join(" · ");
});
region.addEventListener("chosen", () => markBox(boxes, region.querySelector("[data-box]:not([hidden])")));

// -- buttons and keys

for (const [name, button] of Object.entries(buttons)) {
  button.addEventListener("click", () => button.getAttribute("aria-disabled") !== "true" && actions[name]());
}
for (const one of papers) {
  one.addEventListener("change", () => sketch.widen(one.value === "number") && changed());
}
width.value = keptPen(width.defaultValue);
width.addEventListener("change", () => keepPen(width.value, width.defaultValue));
document.addEventListener("keydown", (event) => {
  const name = actionFor(event);
  if (!name) return;
  event.preventDefault();
  actions[name]();
});
for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
  matchMedia(query).addEventListener("change", () => paper.repaint());
}
new MutationObserver(() => paper.repaint()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
refresh();
if (!sketch.isEmpty) preview();
