// A few jobs at a time, in the order they came: ten photos must not share a phone's thin line ten ways.

export class Lane {
  #width;
  #running = 0;
  #waiting = [];

  constructor(width) {
    this.#width = width;
  }

  /** Runs `job`, an async function, as soon as there is room; resolves or rejects as it does. */
  run(job) {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => job().then(resolve, reject));
      this.#next();
    });
  }

  #next() {
    if (this.#running >= this.#width || this.#waiting.length === 0) return;
    this.#running += 1;
    this.#waiting.shift()().finally(() => {
      this.#running -= 1;
      this.#next();
    });
  }
}
