// How long answers took lately.

const KEPT = 25;

export class Latency {
  #times = [];

  add(ms) {
    this.#times = [...this.#times, ms].slice(-KEPT);
  }

  get median() {
    return this.#times.toSorted((a, b) => a - b)[Math.floor((this.#times.length - 1) / 2)];
  }

  /** “Preview in 23 ms, median of 25: 21 ms.” */
  toString() {
    const [last, count] = [this.#times.at(-1), this.#times.length];
    if (count === 0) return "";
    const typical = count === 1 ? "" : `, median of ${count}: ${Math.round(this.median)} ms`;
    return `Preview in ${Math.round(last)} ms${typical}.`;
  }
}
