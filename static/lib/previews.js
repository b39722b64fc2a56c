// Readings while somebody draws. The newest drawing counts: asking drops what is under way, and an answer that comes
// all the same is not shown. Whoever holds Ctrl+Z down asks no oftener than every GAP milliseconds.

const GAP = 60;

export class Previews {
  #send;
  #clock;
  #underWay = new AbortController();
  #sentAt = -Infinity;

  /**
   * @param send (drawing, signal) resolves to the answer
   * @param clock now() in milliseconds, and wait(ms): a test brings its own
   */
  constructor(send, clock) {
    this.#send = send;
    this.#clock = clock;
  }

  /** @returns { answer, ms } with the milliseconds since it was asked, or null when a newer drawing came in between */
  async ask(drawing) {
    const { signal } = this.drop();
    const askedAt = this.#clock.now();
    const early = this.#sentAt + GAP - askedAt;
    if (early > 0) await this.#clock.wait(early);
    if (signal.aborted) return null;
    this.#sentAt = this.#clock.now();
    try {
      const answer = await this.#send(drawing, signal);
      return signal.aborted ? null : { answer, ms: this.#clock.now() - askedAt };
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  /** What is under way is not wanted any more. @returns the controller of what comes next */
  drop() {
    this.#underWay.abort();
    return (this.#underWay = new AbortController());
  }
}
