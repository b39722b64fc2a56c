// The colours that the server wrote on <html>, told to pages that are open or kept: they were made before the last wish.

const KEY = "digits.theme"; // Django's admin keeps its own choice as "theme", with other words

/** "light", "dark" or "system", as the page has it now. */
export function worn(root) {
  return root.dataset.theme ?? "system";
}

/** Shows `theme`, as the server would have written it; anything else than a theme is as the device likes. */
export function wear(theme, root, colours) {
  const chosen = theme === "light" || theme === "dark";
  if (chosen) root.dataset.theme = theme;
  else delete root.dataset.theme;
  colours.content = chosen ? theme : "light dark";
}

/** `store` is where the browser keeps what all its pages share; it may refuse. */
export function tell(store, theme) {
  try {
    store().setItem(KEY, theme);
  } catch {
    // then each page keeps the theme of its time, until it is loaded again
  }
}

export function told(store) {
  try {
    return store().getItem(KEY);
  } catch {
    return null;
  }
}

export { KEY };
