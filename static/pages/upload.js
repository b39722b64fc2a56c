// The upload page: choose, drop, paste or photograph pictures; each gets a card and is read. Without this file the form
// still reads one picture at a time.

import { takeFiles } from "../lib/files.js";
import { Lane } from "../lib/lane.js";
import { Leaving } from "../lib/leaving.js";
import { Card } from "./card.js";

const AT_ONCE = 3;

const page = document.querySelector("[data-desk]");
const form = page.querySelector("[data-upload]");
const note = document.querySelector("[data-note]");
const list = document.querySelector("[data-cards]");
const details = document.querySelector("[data-details]");
const inputs = document.querySelectorAll("input[type=file]");
const lane = new Lane(AT_ONCE);
const leaving = new Leaving(window);
const cards = [];

function take(transfer) {
  const { files, problem } = takeFiles(transfer);
  note.textContent = problem ?? "";
  note.hidden = !problem;
  if (files.length === 0) return;
  page.setAttribute("data-taken", "");
  const added = files.map((file) => new Card(file, form));
  added.forEach(add);
  choose(added[0]);
}

function add(card) {
  cards.push(card);
  list.append(card.item);
  details.append(card.detail);
  card.button.addEventListener("click", () => choose(card));
  card.detail.querySelector("[data-again]").addEventListener("click", () => read(card));
  read(card);
}

function read(card) {
  card.detail.addEventListener("shown", leaving.hold(), { once: true }); // the answer, also that it waits
  lane.run(() => card.read());
}

function choose(chosen) {
  for (const card of cards) card.chosen = card === chosen;
}

for (const input of inputs) {
  input.addEventListener("change", () => {
    if (input.files.length > 0) take({ files: [...input.files] });
    input.value = ""; // so that the same picture can be chosen once more
  });
}
form.image.multiple = true;
form.image.value = ""; // a browser that goes back keeps the chosen file, which was sent long ago

// The whole page takes a drop: a picture that misses the box must not replace the page.
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  page.setAttribute("data-dragging", "");
});
document.addEventListener("dragleave", (event) => event.relatedTarget ?? page.removeAttribute("data-dragging"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  page.removeAttribute("data-dragging");
  take(event.dataTransfer);
});
// A text for the correction of a reading is no picture, and nobody meant it for one.
document.addEventListener("paste", ({ target, clipboardData }) => {
  const typed = target.matches?.(":read-write") && clipboardData.types.includes("text/plain");
  if (!typed) take(clipboardData);
});
