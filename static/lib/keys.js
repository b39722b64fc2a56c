// Which key does what while somebody draws.

/** The name of an action, or null where the key belongs to the browser or to what has the focus. */
export function actionFor(event) {
  if (event.altKey || event.target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=range])")) return null;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (key === "z") return event.shiftKey ? "redo" : "undo";
    return key === "y" && event.ctrlKey ? "redo" : null;
  }
  if (key === "delete" || key === "backspace") return "clear";
  // On a button or a link, Enter means that button or link.
  return key === "enter" && !event.target.closest("button, a, summary") ? "read" : null;
}
