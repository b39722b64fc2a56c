// What every page does: it follows the theme that was chosen elsewhere, in another tab or before Back brought it out again.

import { KEY, tell, told, wear, worn } from "./lib/theme.js";

const store = () => localStorage;
const put = (theme) => theme && wear(theme, document.documentElement, document.querySelector('meta[name="color-scheme"]'));

tell(store, worn(document.documentElement));
addEventListener("storage", ({ key, newValue }) => key === KEY && put(newValue));
addEventListener("pageshow", ({ persisted }) => persisted && put(told(store)));
