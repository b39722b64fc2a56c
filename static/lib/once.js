// What is handed in has a key that goes with every attempt until there is an answer, so that the server, which may have
// kept it when the answer was lost, makes no second one. Browsers send again by themselves, too: one picture was eight.

export class Once {
  #key;
  #keep;

  /** @param key from before, where the page was loaded anew; `keep(key)` hears of each, and of "" when there is none */
  constructor(key = "", keep = () => {}) {
    this.#key = key;
    this.#keep = keep;
  }

  /** The key to send. */
  get key() {
    if (!this.#key) this.#put(randomKey());
    return this.#key;
  }

  /** There is an answer: what is sent next is another thing. */
  answered() {
    this.#put("");
  }

  #put(key) {
    this.#key = key;
    this.#keep(key);
  }
}

// Not crypto.randomUUID(), which browsers have with TLS only.
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
