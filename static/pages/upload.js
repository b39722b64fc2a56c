// The upload page: choose, drop or paste one picture, see it, have it read. Without this file the form still works.

import { problemWithFile } from "../lib/problems.js";
import { ReadingPane } from "./reading.js";

const form = document.querySelector("[data-upload]");
const input = form.querySelector("input[type=file]");
const preview = form.querySelector("[data-preview]");
const pane = new ReadingPane(document.querySelector("[data-pane]"));

function choose(files) {
  if (files.length === 0) return;
  const only = new DataTransfer();
  only.items.add(files[0]);
  input.files = only.files;
  show();
}

function show() {
  const [file] = input.files;
  URL.revokeObjectURL(preview.src);
  form.removeAttribute("data-chosen");
  preview.hidden = true;
  if (!file) return;
  form.setAttribute("data-chosen", "");
  pane.markStale();
  const problem = problemWithFile(file, Number(form.dataset.maxMb));
  if (problem) pane.showProblem(problem);
  preview.src = URL.createObjectURL(file);
}

// What the browser cannot show (TIFF, HEIC) the server may still read, so a failed preview only hides itself.
preview.addEventListener("load", () => {
  preview.hidden = false;
});
preview.addEventListener("error", () => {
  preview.hidden = true;
});

input.addEventListener("change", show);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const problem = problemWithFile(input.files[0], Number(form.dataset.maxMb));
  if (problem) return pane.showProblem(problem);
  return pane.ask(form.action, { method: "POST", body: new FormData(form) });
});

// The whole page takes a drop: a picture that misses the box must not replace the page.
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.setAttribute("data-dragging", "");
});
document.addEventListener("dragleave", (event) => event.relatedTarget ?? form.removeAttribute("data-dragging"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  form.removeAttribute("data-dragging");
  choose(event.dataTransfer.files);
});
document.addEventListener("paste", (event) => choose(event.clipboardData.files));

show(); // a browser that goes back keeps the chosen file
