// The settings page: says what the slider means while it moves, and shows the chosen colours before they are saved.

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

function paint(theme) {
  const root = document.documentElement;
  if (theme === "system") root.removeAttribute("data-theme");
  else root.setAttribute("data-theme", theme);
  colours.content = theme === "system" ? "light dark" : theme;
}

if (slider) {
  slider.addEventListener("input", explain);
  explain();
}
form.querySelector("[data-themes]").addEventListener("change", (event) => paint(event.target.value));
