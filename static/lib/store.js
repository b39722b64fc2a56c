// Keeping the drawing over a reload, or a visit to another page. A browser may refuse storage altogether.

const KEY = "sketch";

export function kept() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** With the whole history; without it where that does not fit. */
export function keep(sketch) {
  return put(sketch.pack()) || put(sketch.pack({ history: false }));
}

function put(text) {
  try {
    sessionStorage.setItem(KEY, text);
    return true;
  } catch {
    return false; // private mode or a full store: the drawing lives as long as the page
  }
}
