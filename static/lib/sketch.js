// A drawing with its history. Each change makes a new sheet of the same strokes, so undo is a step back in sheets,
// and whatever a change did, to the ink or to the paper, one step takes it back.

import { fitted, isDrawing, PAPER, rounded, STRIP } from "./strokes.js";

const STEPS = 200;
const BLANK = { strokes: [], wide: false };

export class Sketch {
  #past;
  #sheet;
  #future;

  constructor({ past = [], sheet = BLANK, future = [] } = {}) {
    this.#past = past;
    this.#sheet = sheet;
    this.#future = future;
  }

  get strokes() {
    return this.#sheet.strokes;
  }

  /** True for a strip that takes a whole number. */
  get wide() {
    return this.#sheet.wide;
  }

  /** Of the paper, in paper units. */
  get width() {
    return this.wide ? STRIP : PAPER;
  }

  get isEmpty() {
    return this.strokes.length === 0;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  add(stroke) {
    return this.#change({ strokes: [...this.strokes, stroke] });
  }

  /** @param rubbed a Set of strokes */
  erase(rubbed) {
    const strokes = this.strokes.filter((stroke) => !rubbed.has(stroke));
    return strokes.length < this.strokes.length && this.#change({ strokes });
  }

  clear() {
    return !this.isEmpty && this.#change({ strokes: [] });
  }

  /** Wider paper leaves the ink where it is; on narrower paper, ink that would be cut off is made smaller. */
  widen(wide) {
    if (wide === this.wide) return false;
    return this.#change({ wide, strokes: fitted(this.strokes, wide ? STRIP : PAPER) });
  }

  undo() {
    return this.#step(this.#past, this.#future);
  }

  redo() {
    return this.#step(this.#future, this.#past);
  }

  /** As a text that `unpack` reads. A stroke is written once, however many sheets of the history hold it. */
  pack({ history = true } = {}) {
    const sheets = history ? [...this.#past, this.#sheet, ...this.#future] : [this.#sheet];
    const strokes = [...new Set(sheets.flatMap((sheet) => sheet.strokes))];
    const places = new Map(strokes.map((stroke, index) => [stroke, index]));
    const packed = sheets.map((sheet) => ({ ...sheet, strokes: sheet.strokes.map((stroke) => places.get(stroke)) }));
    return JSON.stringify({ strokes: rounded(strokes), sheets: packed, at: history ? this.#past.length : 0 });
  }

  #change(change) {
    this.#past.push(this.#sheet);
    if (this.#past.length > STEPS) this.#past.shift();
    this.#future = [];
    this.#sheet = { ...this.#sheet, ...change };
    return true;
  }

  #step(from, to) {
    if (from.length === 0) return false;
    to.push(this.#sheet);
    this.#sheet = from.pop();
    return true;
  }
}

/** The sketch that was packed; from a text that is anything else, a new one. */
export function unpack(text) {
  try {
    const { strokes, sheets, at } = JSON.parse(text);
    if (!isDrawing(strokes) || !sheets[at]) return new Sketch();
    const whole = sheets.map((sheet) => unpackSheet(sheet, strokes));
    return new Sketch({ past: whole.slice(0, at), sheet: whole[at], future: whole.slice(at + 1) });
  } catch {
    return new Sketch();
  }
}

function unpackSheet({ strokes: places, wide }, strokes) {
  if (!places.every((place) => place in strokes)) throw new RangeError("a stroke that is not there");
  return { strokes: places.map((place) => strokes[place]), wide: wide === true };
}
