// Handing in a batch: files, folders, or both dropped; sent with a bar. Without this file the form still works.

import { chosen, described, dropped, problemWith } from "../lib/folders.js";
import { Leaving } from "../lib/leaving.js";
import { showLocally } from "../lib/moments.js";
import { Once } from "../lib/once.js";
import { problemFor, UNREACHABLE } from "../lib/problems.js";

const form = document.querySelector("[data-batch-form]");
const input = form.querySelector("#files");
const folder = form.querySelector("[data-folder]");
const place = document.querySelector("[data-problem-place]");
const sending = form.querySelector("[data-sending]");
const limits = { maxItems: Number(form.dataset.maxItems), maxMegabytes: Number(form.dataset.maxMb) };
const once = new Once();
const leaving = new Leaving(window);
let items = [];

function show(found) {
  items = found;
  input.required = items.length === 0;
  const line = form.querySelector("[data-chosen]");
  line.hidden = items.length === 0;
  line.textContent = described(items);
  showProblem(items.length ? problemWith(items, limits) : null);
}

function showProblem(problem) {
  place.replaceChildren();
  if (!problem) return;
  const note = document.createElement("div");
  note.className = "note problem";
  for (const [name, text] of [["h2", problem.title], ["p", problem.detail]]) {
    note.append(Object.assign(document.createElement(name), { textContent: text }));
  }
  place.append(note);
}

function send() {
  const body = new FormData(form);
  body.delete("files");
  body.set("once", once.key);
  // Browsers send a file's name without its folder, so the paths travel beside the files.
  body.append("paths", JSON.stringify(items.map(({ path }) => path)));
  for (const { file } of items) body.append("files", file);
  const request = new XMLHttpRequest(); // fetch does not tell how much is sent
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    sending.querySelector("progress").value = loaded / total;
    sending.querySelector("[data-sent]").textContent = `${Math.floor((100 * loaded) / total)} % sent`;
  });
  const release = leaving.hold();
  for (const end of ["load", "error"]) request.addEventListener(end, release); // before the page goes where the answer says
  request.addEventListener("load", () => answered(request));
  request.addEventListener("error", () => answered(null));
  request.open("POST", form.action);
  request.setRequestHeader("X-Fragment", "1");
  request.send(body);
  busy(true);
}

function answered(request) {
  if (request?.status === 201) {
    once.answered(); // whoever comes back hands in another
    return location.assign(request.getResponseHeader("Location"));
  }
  busy(false);
  if (!request) return showProblem(UNREACHABLE);
  const template = document.createElement("template");
  template.innerHTML = request.responseText;
  const [title, detail] = ["title", "detail"].map((name) => template.content.querySelector(`[data-${name}]`)?.textContent);
  return showProblem(title ? { title, detail } : problemFor(request.status));
}

function busy(now) {
  sending.hidden = !now;
  form.querySelector("[data-send]").disabled = now;
}

input.addEventListener("change", () => show(chosen(input.files)));
folder.addEventListener("change", () => show(chosen(folder.files)));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const problem = problemWith(items, limits);
  if (problem) return showProblem(problem);
  return send();
});

// The whole page takes a drop: a folder that misses the box must not replace the page.
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.setAttribute("data-dragging", "");
});
document.addEventListener("dragleave", (event) => event.relatedTarget ?? form.removeAttribute("data-dragging"));
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  form.removeAttribute("data-dragging");
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  show(entries.length ? await dropped(entries) : chosen(event.dataTransfer.files));
});

showLocally(document);
show(chosen(input.files)); // a browser that goes back keeps the chosen files
