// One picture handed in: its card in the list, and its detail with the picture, the progress and the reading.

import { problemWithFile } from "../lib/problems.js";
import { Once } from "../lib/once.js";
import { send } from "../lib/send.js";
import { ReadingPane } from "./reading.js";

export class Card {
  #file;
  #form;
  #pane;
  #local;
  #once = new Once();

  /** @param form says where to send it, and how much may be sent */
  constructor(file, form) {
    this.#file = file;
    this.#form = form;
    this.item = copyOf("card");
    this.detail = copyOf("detail");
    this.button = this.item.querySelector("button");
    this.#pane = new ReadingPane(this.detail.querySelector("[data-pane]"), file.name);
    for (const name of this.#all("[data-name]")) name.textContent = file.name;
    this.#showLocally();
    this.detail.addEventListener("shown", () => this.#summarise());
  }

  /** Sends the picture and stays until it is read, or refused. */
  async read() {
    const problem = problemWithFile(this.#file, Number(this.#form.dataset.maxMb));
    if (problem) return this.#pane.showProblem(problem);
    const body = new FormData(this.#form);
    body.set("image", this.#file);
    body.set("once", this.#once.key);
    this.#sent(0);
    return this.#pane.ask(this.#form.action, {
      transport: send,
      once: this.#once,
      body,
      onProgress: (share) => this.#sent(share),
    });
  }

  set chosen(chosen) {
    this.detail.hidden = !chosen;
    this.button.setAttribute("aria-pressed", chosen);
  }

  #all(selector) {
    return [...this.item.querySelectorAll(selector), ...this.detail.querySelectorAll(selector)];
  }

  // What the browser cannot show (TIFF, HEIC) the server sends back as a JPEG, so a failed preview only hides itself.
  #showLocally() {
    this.#local = URL.createObjectURL(this.#file);
    for (const image of this.#all("img")) {
      image.addEventListener("load", () => (image.hidden = false));
      image.addEventListener("error", () => (image.hidden = true));
      image.src = this.#local;
    }
  }

  #sent(share) {
    for (const bar of this.#all("progress")) bar.value = share;
    const words = share < 1 ? `Sending, ${Math.floor(share * 100)} %` : "Reading";
    for (const place of this.#all("[data-progress]")) place.textContent = words;
  }

  #summarise() {
    const pane = this.detail.querySelector("[data-pane]");
    const reading = pane.querySelector("[data-reading]");
    const { status = "refused", decision = "" } = reading?.dataset ?? {};
    this.button.dataset.outcome = decision || status;
    this.item.querySelector("[data-number]").textContent = reading?.querySelector("[data-text]")?.textContent ?? "";
    this.item.querySelector("[data-words]").textContent = pane.querySelector("h2").textContent;
    this.item.querySelector("progress").hidden = status !== "queued";
    this.#showServers();
  }

  #showServers() {
    const shown = this.detail.querySelector("[data-original] image, [data-original] img");
    const address = shown?.getAttribute("href") ?? shown?.getAttribute("src");
    if (!address || address === this.#local) return;
    this.item.querySelector("img").src = address;
    URL.revokeObjectURL(this.#local);
  }
}

function copyOf(name) {
  return document.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
}
