// One item on the reviewer's desk: its boxes over the picture, its cells, and the panel of the chosen digit.

import { merge, moved, originOf, split, valued, widened } from "../lib/reviewing.js";

const SVG = "http://www.w3.org/2000/svg";
const NUDGE = 0.01; // of the picture's width, for a press of a key
const STILL = 4; // pixels that a finger may tremble before it drags

/** Wraps the article that the server has rendered; what is drawn over it is drawn from `digits`. */
export class Item {
  constructor(article) {
    this.article = article;
    this.id = article.dataset.item;
    this.read = JSON.parse(article.querySelector("script").textContent);
    this.digits = this.read;
    this.chosen = 0;
    this.earlier = [];
    this.picture = article.querySelector("[data-picture]");
    this.boxes = article.querySelector("[data-boxes]");
    this.cells = article.querySelector("[data-cells]");
    this.draw();
  }

  get isNumber() {
    return this.digits.length > 1;
  }

  get isChanged() {
    return this.digits !== this.read;
  }

  /** What is sent for “it is as it stands here”. */
  get answer() {
    return this.isChanged ? { digits: JSON.stringify(this.digits) } : { verdict: this.article.dataset.accepting };
  }

  /** What is sent for “it is this digit”: of its ink, where any was found. */
  being(value) {
    if (this.digits.length === 0) return { verdict: "corrected", label: value };
    return { digits: JSON.stringify(valued(this.digits, 0, value)) };
  }

  get words() {
    const { why, text, confidence } = this.article.dataset;
    return `${why}. ${text ? `Read as ${text}, ${confidence}` : "Nothing was read"}.`;
  }

  /** The values as they stand, in words. */
  get values() {
    return this.digits.map(({ value }) => value ?? "no digit").join(" ");
  }

  choose(index) {
    this.chosen = Math.max(0, Math.min(this.digits.length - 1, index));
    this.draw();
  }

  set(value) {
    this.change(valued(this.digits, this.chosen, value));
    this.choose(this.chosen + 1);
  }

  split = () => this.change(split(this.digits, this.chosen));
  merge = () => this.change(merge(this.digits, this.chosen));
  widen = (steps) => this.change(widened(this.digits, this.chosen, steps * this.step));
  nudge = ([across, down]) => this.change(moved(this.digits, this.chosen, [across * this.step, down * this.step]));

  get step() {
    return Math.max(1, NUDGE * this.picture.viewBox.baseVal.width);
  }

  change(digits) {
    if (digits === this.digits || digits.length === 0) return;
    this.earlier.push(this.digits);
    this.digits = digits;
    this.draw();
  }

  /** Takes the last change back. False: there is none. */
  revert() {
    const digits = this.earlier.pop();
    if (!digits) return false;
    this.digits = digits;
    this.choose(this.chosen);
    return true;
  }

  draw() {
    this.boxes.replaceChildren(...this.digits.map((digit, index) => this.box(digit, index)));
    this.cells.replaceChildren(...(this.isNumber ? this.digits.map((digit, index) => this.cell(digit, index)) : []));
    const shown = this.digits.length ? originOf(this.digits[this.chosen], this.read) : -1;
    for (const panel of this.article.querySelectorAll("[data-panel]")) panel.hidden = Number(panel.dataset.panel) !== shown;
  }

  box({ value, box: { x, y, width, height } }, index) {
    const size = Math.min(height * 0.4, this.picture.viewBox.baseVal.width / 16);
    const label = made("text", { x: x + width / 2, y: y - size * 0.2, "font-size": size });
    label.textContent = this.isNumber ? (value ?? "×") : ""; // one digit is written large beside it
    const group = made("g", { class: "box" });
    group.append(made("rect", { x, y, width, height, class: "halo" }), made("rect", { x, y, width, height }), label);
    group.dataset.at = index;
    group.toggleAttribute("data-chosen", this.isNumber && index === this.chosen);
    return group;
  }

  cell({ value }, index) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.at = index;
    button.textContent = value ?? "×";
    button.ariaPressed = String(index === this.chosen);
    button.ariaLabel = `Digit ${index + 1} of ${this.digits.length}: ${value ?? "no digit"}`;
    return button;
  }

  /** A finger on a box chooses it, and moves it. */
  drag(event) {
    const group = event.target.closest("[data-at]");
    if (!group) return;
    event.preventDefault();
    this.choose(Number(group.dataset.at));
    const [before, at] = [this.digits, this.chosen];
    const scale = this.picture.getScreenCTM().a;
    const by = (move) => [(move.clientX - event.clientX) / scale, (move.clientY - event.clientY) / scale];
    const follow = (move) => {
      if (this.digits === before && Math.hypot(move.clientX - event.clientX, move.clientY - event.clientY) < STILL) return;
      if (this.digits === before) this.earlier.push(before);
      this.digits = moved(before, at, by(move));
      this.draw();
    };
    this.picture.setPointerCapture(event.pointerId);
    this.picture.addEventListener("pointermove", follow);
    const over = () => this.picture.removeEventListener("pointermove", follow);
    for (const name of ["pointerup", "pointercancel"]) this.picture.addEventListener(name, over, { once: true });
  }
}

function made(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
