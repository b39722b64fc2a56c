// “Is this right?” wherever a reading is shown: readings come and go, so the page listens and the forms need no set-up.
// Without this file the forms still work.

import { problemFor, UNREACHABLE } from "../lib/problems.js";

let cell = null; // the digit that the keys write into

async function send(section, form, submitter) {
  const refused = section.querySelector("[data-refused]");
  refused.textContent = "";
  section.setAttribute("aria-busy", "true");
  try {
    const answer = await fetchAnswer(form.action, new FormData(form, submitter));
    section.replaceWith(answer);
    answer.querySelector("summary").focus(); // the pressed button is gone
    const words = answer.querySelector("[data-question]").textContent;
    document.querySelector("[data-announcer]").textContent = words.replace(/\s+/g, " ").trim();
  } catch (error) {
    refused.textContent = (error.problem ?? UNREACHABLE).detail;
  } finally {
    section.removeAttribute("aria-busy");
  }
}

async function fetchAnswer(url, body) {
  const response = await fetch(url, { method: "POST", body, headers: { "X-Fragment": "1" } });
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  const answer = template.content.querySelector("[data-feedback]");
  if (answer) return answer;
  const detail = template.content.querySelector("[data-detail]")?.textContent;
  throw Object.assign(new Error(`HTTP ${response.status}`), { problem: detail ? { detail } : problemFor(response.status) });
}

function mark(input) {
  input.classList.toggle("changed", input.value !== input.defaultValue);
}

function press(key) {
  const cells = [...key.closest("form").querySelectorAll(".cell input")];
  const chosen = cells.includes(cell) ? cell : cells[0];
  chosen.value = key.dataset.key;
  mark(chosen);
  choose(cells[cells.indexOf(chosen) + 1] ?? chosen);
}

// Not by focus(): on a phone that would open the keyboard over the keys.
function choose(input) {
  cell?.removeAttribute("data-chosen");
  cell = input;
  cell.setAttribute("data-chosen", "");
}

document.addEventListener("submit", (event) => {
  const section = event.target.closest("[data-feedback]");
  if (!section) return;
  event.preventDefault();
  if (!section.hasAttribute("aria-busy")) send(section, event.target, event.submitter);
});

document.addEventListener("click", (event) => {
  const key = event.target.closest("[data-feedback] [data-key]");
  if (key) press(key);
});

document.addEventListener("focusin", (event) => {
  if (!event.target.matches("[data-feedback] .cell input")) return;
  choose(event.target);
  event.target.select();
});

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-feedback] .cell input")) mark(event.target);
});
