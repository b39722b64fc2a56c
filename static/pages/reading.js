// The pane that shows a reading: sends a request, shows the fragment that answers it, asks again while it is queued.

import { follow } from "../lib/poll.js";
import { problemFor, UNREACHABLE } from "../lib/problems.js";
import "./feedback.js";

export class ReadingPane {
  #region;
  #status;
  #asking = new AbortController();

  /** @param region the element with the fragment, beside a [data-announcer] that speaks for it */
  constructor(region) {
    this.#region = region;
    this.#status = document.querySelector("[data-announcer]");
    region.addEventListener("click", (event) => chooseDigit(region, event.target.closest("[data-choose]")));
  }

  /** True while an answer is under way. */
  get isBusy() {
    return this.#region.getAttribute("aria-busy") === "true";
  }

  /** Shows what `url` answers, and follows it until it is finished. A newer request ends an older one. */
  async ask(url, options = {}) {
    this.#asking.abort();
    const { signal } = (this.#asking = new AbortController());
    this.#region.removeAttribute("data-stale");
    this.#region.setAttribute("aria-busy", "true");
    try {
      await this.#show(await fetchFragment(url, { ...options, signal }));
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

  showProblem({ title, detail }) {
    this.#asking.abort();
    this.#region.removeAttribute("aria-busy");
    this.#region.removeAttribute("data-stale");
    const problem = document.querySelector("template[data-problem]").content.cloneNode(true);
    problem.querySelector("[data-title]").textContent = title;
    problem.querySelector("[data-detail]").textContent = detail;
    this.#show(problem);
  }

  /** Says that what is shown belongs to an earlier drawing. */
  markStale() {
    if (this.#region.querySelector("[data-reading]")) this.#region.setAttribute("data-stale", "");
  }

  #show(fragment) {
    const words = fragment.querySelector("[data-announce]")?.dataset.announce ?? fragment.textContent.trim();
    this.#region.replaceChildren(fragment);
    this.#status.textContent = words.replace(/\s+/g, " ");
    this.#region.querySelector(".verdict").scrollIntoView({ block: "nearest", behavior: motion() });
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

async function fetchFragment(url, options) {
  const response = await fetch(url, { ...options, headers: { "X-Fragment": "1", ...options.headers } });
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  // A proxy's or a debugger's page is not a fragment of ours.
  if (template.content.querySelector("[data-reading], [data-problem]")) return template.content;
  throw Object.assign(new Error(`HTTP ${response.status}`), {
    status: response.status,
    problem: problemFor(response.status),
  });
}

function chooseDigit(region, button) {
  if (!button) return;
  for (const other of region.querySelectorAll("[data-choose]")) {
    const chosen = other === button;
    other.setAttribute("aria-pressed", chosen);
    region.querySelector(`#${other.dataset.choose}`).hidden = !chosen;
  }
}

function motion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
}

function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, ms);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function untilVisible(signal) {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve, reject) => {
    document.addEventListener("visibilitychange", () => resolve(), { once: true, signal });
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
