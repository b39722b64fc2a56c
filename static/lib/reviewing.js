// Which key does what while somebody reviews, and what becomes of a number's boxes. No browser needed.

const KEYS = { x: "none", "?": "unclear", s: "skip", u: "undo", "/": "split", "+": "merge", "[": "narrower", "]": "wider" };
const ARROWS = { arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1] };

/** {name, value | by} of what the key asks for; null where it belongs to the browser or to what has the focus. */
export function actionFor(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return null;
  const key = event.key.toLowerCase();
  if (/^[0-9]$/.test(key)) return { name: "digit", value: Number(key) };
  if (key in ARROWS) return { name: event.shiftKey ? "shift" : "move", by: ARROWS[key] };
  if (key === "enter") {
    // On a button or a link, Enter means that button or link.
    if (event.target.closest("button, a, summary")) return null;
    return { name: event.shiftKey ? "accept-all" : "accept" };
  }
  if (key === "x" && event.shiftKey) return { name: "none-all" };
  return key in KEYS ? { name: KEYS[key] } : null;
}

/** Where a step leads in a grid of `count` cells, `columns` wide; it stays inside. */
export function stepTo(index, [across, down], count, columns) {
  return Math.max(0, Math.min(count - 1, index + across + down * columns));
}

/** `digits` with another value at `index`; null is no digit. */
export function valued(digits, index, value) {
  return digits.map((digit, i) => (i === index ? { ...digit, value } : digit));
}

/** The box at `index` as two halves. Neither is the ink that the network saw. */
export function split(digits, index) {
  const { box, ...digit } = digits[index];
  const half = Math.max(1, Math.floor(box.width / 2));
  const halves = [
    { ...digit, box: { ...box, width: half } },
    { ...digit, box: { ...box, x: box.x + half, width: Math.max(1, box.width - half) } },
  ];
  return [...digits.slice(0, index), ...halves, ...digits.slice(index + 1)];
}

/** The box at `index` and the next one of its line as one; the same digits where there is none. */
export function merge(digits, index) {
  const [one, two] = [digits[index], digits[index + 1]];
  if (!two || one.line !== two.line) return digits;
  const x = Math.min(one.box.x, two.box.x);
  const y = Math.min(one.box.y, two.box.y);
  const right = Math.max(one.box.x + one.box.width, two.box.x + two.box.width);
  const bottom = Math.max(one.box.y + one.box.height, two.box.y + two.box.height);
  const merged = { ...one, box: { x, y, width: right - x, height: bottom - y } };
  return [...digits.slice(0, index), merged, ...digits.slice(index + 2)];
}

/** The box at `index` moved by whole units. */
export function moved(digits, index, [across, down]) {
  return withBox(digits, index, (box) => ({ ...box, x: box.x + Math.round(across), y: box.y + Math.round(down) }));
}

/** The box at `index` wider by `by` units on each side, or narrower; it keeps a width. */
export function widened(digits, index, by) {
  return withBox(digits, index, (box) => {
    const step = Math.max(Math.round(by), Math.ceil((1 - box.width) / 2));
    return { ...box, x: box.x - step, width: box.width + 2 * step };
  });
}

/** Which of the reading's digits has this very box, so that what the network saw can be shown; -1 for a new box. */
export function originOf(digit, read) {
  return read.findIndex(({ box }) => Object.keys(box).every((side) => box[side] === digit.box[side]));
}

/** A random UUID. `crypto.randomUUID` is there under https and on localhost only, and a team may have plain http. */
export function uuid(source = crypto) {
  const bytes = source.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function withBox(digits, index, change) {
  return digits.map((digit, i) => (i === index ? { ...digit, box: change(digit.box) } : digit));
}
