// A browser asks before it leaves a page that still sends something, for what is not sent is lost.

const ask = (event) => event.preventDefault();

export class Leaving {
  #page;
  #held = new Set();

  /** @param page hears `beforeunload`; a browser puts no page aside that listens for it, so nothing does in vain */
  constructor(page) {
    this.#page = page;
  }

  /** From now on it asks, until all that hold it have called what this returns. */
  hold() {
    const one = {};
    this.#held.add(one);
    this.#page.addEventListener("beforeunload", ask);
    return () => {
      this.#held.delete(one);
      if (this.#held.size === 0) this.#page.removeEventListener("beforeunload", ask);
    };
  }
}
