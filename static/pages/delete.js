// Deleting with its progress shown: the server deletes for two seconds and says what is left, and is asked again until
// nothing is. Without this file each round is a page with a button.

import { problemFor, UNREACHABLE } from "../lib/problems.js";

const form = document.querySelector("[data-delete]");

async function eraseAll() {
  const all = Number(form.dataset.left);
  let left = all;
  while (left > 0) {
    const answer = await eraseSome();
    left = answer.left;
    show(all - left, all);
    if (left > 0 && answer.erased === 0) break; // nothing moves: rather ask again than turn for ever
  }
  location.assign(form.querySelector("[data-cancel]").href);
}

async function eraseSome() {
  const response = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { "X-Fragment": "1" },
  });
  if (!response.ok) throw Object.assign(new Error(`HTTP ${response.status}`), { problem: problemFor(response.status) });
  return response.json();
}

function show(erased, all) {
  const progress = form.querySelector("[data-progress]");
  progress.hidden = false;
  progress.querySelector("progress").value = erased;
  const words = `${erased.toLocaleString()} of ${all.toLocaleString()} deleted`;
  progress.querySelector("[data-words]").textContent = words;
  document.querySelector("[data-announcer]").textContent = words;
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  form.querySelector("[data-refused]").textContent = "";
  try {
    await eraseAll();
  } catch (error) {
    form.querySelector("[data-refused]").textContent = (error.problem ?? UNREACHABLE).detail;
    button.removeAttribute("aria-disabled");
  }
});
