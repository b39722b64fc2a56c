// Keeping the drawing over a reload, or a visit to another page. A browser may refuse storage altogether.

const KEY = "sketch";
const PEN = "pen";
const ONCE = "once";

export function kept() {
  return get(KEY);
}

/** With the whole history; without it where that does not fit. */
export function keep(sketch) {
  return put(KEY, sketch.pack()) || put(KEY, sketch.pack({ history: false }));
}

/** The pen that was chosen beside the paper; of no account once the settings say another one than they did then. */
export function keptPen(usual) {
  const [width, then] = (get(PEN) ?? "").split(" ");
  return then === usual ? width : usual;
}

export function keepPen(width, usual) {
  put(PEN, `${width} ${usual}`);
}

/** The key of a drawing that was handed in and not answered. */
export function keptOnce() {
  return get(ONCE) ?? "";
}

export function keepOnce(key) {
  put(ONCE, key);
}

function get(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function put(key, text) {
  try {
    sessionStorage.setItem(key, text);
    return true;
  } catch {
    return false; // private mode or a full store: the drawing lives as long as the page
  }
}
