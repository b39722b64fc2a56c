// The pane that shows a reading: sends a request, shows the fragment that answers it, asks again while it is queued.

import { follow } from "../lib/poll.js";
import { problemFor, UNREACHABLE } from "../lib/problems.js";
import { pause, untilVisible } from "../lib/waiting.js";
import { letChoose } from "./choice.js";
import "./feedback.js";

export class ReadingPane {
  #region;
  #original;
  #status;
  #nothing;
  #name;
  #asking = new AbortController();

  /**
   * @param region the element with the fragment, beside a [data-announcer] that speaks for it
   * @param name what is read, said before what was read where there are several
   */
  constructor(region, name = "") {
    const desk = region.closest(".desk") ?? region;
    this.#region = region;
    this.#original = desk.querySelector("[data-original]");
    this.#status = document.querySelector("[data-announcer]");
    this.#nothing = [...region.childNodes];
    this.#name = name;
    letChoose(desk);
  }

  /** True while an answer is under way. */
  get isBusy() {
    return this.#region.getAttribute("aria-busy") === "true";
  }

  /** Shows what `url` answers, and follows it until it is finished. A newer request ends an older one. `once` is the
      Once of what is handed in, if anything is: it is told of the answer. */
  async ask(url, { once, ...options } = {}) {
    this.#asking.abort();
    const { signal } = (this.#asking = new AbortController());
    this.#region.removeAttribute("data-stale");
    this.#region.setAttribute("aria-busy", "true");
    try {
      const fragment = await fetchFragment(url, { ...options, signal });
      if (fragment.querySelector("[data-reading]")) once?.answered(); // and a problem leaves it free
      await this.#show(fragment);
      await this.#followReading(signal);
    } catch (error) {
      if (!signal.aborted) this.showProblem(error.problem ?? UNREACHABLE);
    } finally {
      if (!signal.aborted) this.#region.removeAttribute("aria-busy");
    }
  }

  /** Follows a reading that the page came with. */
  async resume() {
    const { signal } = this.#asking;
    await this.#followReading(signal).catch((error) => signal.aborted || this.showProblem(error.problem ?? UNREACHABLE));
  }

  showProblem({ title, detail, again = false }) {
    this.#release();
    const problem = document.querySelector("template[data-problem]").content.cloneNode(true);
    problem.querySelector("[data-problem]").dataset.problem = again ? "again" : "";
    problem.querySelector("[data-title]").textContent = title;
    problem.querySelector("[data-detail]").textContent = detail;
    this.#show(problem);
  }

  /** Shows a fragment of something newer than what was asked for, and scrolls nowhere: somebody draws. */
  peek(fragment) {
    this.#release();
    this.#put(fragment);
  }

  /** Shows what the page began with. */
  reset() {
    this.#release();
    this.#region.replaceChildren(...this.#nothing);
    this.#shown();
  }

  /** Says that what is shown belongs to an earlier drawing. */
  markStale() {
    this.#region.setAttribute("data-stale", "");
  }

  #release() {
    this.#asking.abort();
    this.#region.removeAttribute("aria-busy");
    this.#region.removeAttribute("data-stale");
  }

  #show(fragment) {
    this.#put(fragment);
    this.#region.querySelector(".verdict").scrollIntoView({ block: "nearest", behavior: motion() });
  }

  #put(fragment) {
    const words = fragment.querySelector("[data-announce]")?.dataset.announce ?? fragment.textContent.trim();
    const picture = fragment.querySelector("template[data-picture]");
    picture?.remove();
    if (picture) this.#original?.replaceChildren(picture.content);
    // What follows a preview is nearly the same, so nothing grows or slides anew.
    this.#region.toggleAttribute("data-settled", this.#region.querySelector("[data-preview]") !== null);
    this.#region.replaceChildren(fragment);
    this.#status.textContent = `${this.#name} ${words}`.replace(/\s+/g, " ").trim();
    this.#shown();
  }

  #shown() {
    this.#region.dispatchEvent(new Event("shown", { bubbles: true }));
  }

  async #followReading(signal) {
    const { status, refreshUrl } = this.#region.querySelector("[data-reading]")?.dataset ?? {};
    if (status !== "queued") return;
    const ask = async () => {
      const fragment = await fetchFragment(refreshUrl, { signal }).catch(unlessFinal);
      // A problem that we meet meanwhile (the database restarts) is not the answer.
      if (!fragment?.querySelector('[data-reading]:not([data-status="queued"])')) return false;
      this.#show(fragment);
      return true;
    };
    await follow(ask, { wait: (ms) => pause(ms, signal), visible: () => untilVisible(signal) });
  }
}

// While following, a lost connection or a restarting server is a reason to ask again; a refusal is not.
function unlessFinal(error) {
  if (error.name === "AbortError" || (error.status && error.status < 500)) throw error;
  return null;
}

/** The fragment that `url` answers. Throws what has a `problem` in words for anything that is none of ours. */
export async function fetchFragment(url, { transport = fetch, ...options }) {
  const response = await transport(url, { ...options, headers: { "X-Fragment": "1", ...options.headers } });
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  // A proxy's or a debugger's page is not a fragment of ours.
  if (template.content.querySelector("[data-reading], [data-problem]")) return template.content;
  throw Object.assign(new Error(`HTTP ${response.status}`), {
    status: response.status,
    problem: problemFor(response.status),
  });
}

function motion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
}

