// The settings page: says what the slider means while it moves, and shows the chosen colours before they are saved.

import { wear } from "../lib/theme.js";

const form = document.querySelector("[data-settings]");
const slider = form.querySelector("[data-stop]");
const colours = document.querySelector('meta[name="color-scheme"]');

// The figures are those of the table below the slider, so that both say the same.
function explain() {
  const [sure, undecided, mistakes] = form.querySelectorAll("[data-row]")[slider.value].children;
  form.querySelector("[data-threshold]").textContent = sure.firstChild.textContent.trim();
  form.querySelector("[data-undecided]").textContent = undecided.textContent;
  form.querySelector("[data-mistakes]").textContent = mistakes.textContent;
  slider.setAttribute("aria-valuetext", sure.textContent.trim());
}

if (slider) {
  slider.addEventListener("input", explain);
  explain();
}
form.querySelector("[data-themes]").addEventListener("change", (event) => wear(event.target.value, document.documentElement, colours));
