// What every page does: it follows the theme that was chosen elsewhere, in another tab or before Back brought it out again,
// and sends a form once that is sent by a double click.

import { KEY, tell, told, wear, worn } from "./lib/theme.js";
import { Twice } from "./lib/twice.js";

const store = () => localStorage;
const put = (theme) => theme && wear(theme, document.documentElement, document.querySelector('meta[name="color-scheme"]'));
const twice = new Twice();

tell(store, worn(document.documentElement));
addEventListener("storage", ({ key, newValue }) => key === KEY && put(newValue));
addEventListener("pageshow", ({ persisted }) => persisted && put(told(store)));
// What a script sends by itself, or somebody thought better of, is prevented by now.
addEventListener("submit", (event) => {
  if (!event.defaultPrevented && twice.isSecond(event.target, event.timeStamp)) event.preventDefault();
});
