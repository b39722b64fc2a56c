// A batch under way: the part that changes is fetched again every second while somebody looks, until it is over.

import { showLocally } from "../lib/moments.js";
import { follow } from "../lib/poll.js";

const region = document.querySelector("[data-batch]");
const announcer = document.querySelector("[data-announcer]");
const PERIOD = 1000;

const wait = () => new Promise((resolve) => setTimeout(resolve, PERIOD));

function visible() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
}

// Deleted meanwhile, or a proxy's page: nothing of ours, so what is shown stays; only a 404 ends the asking.
async function ask() {
  const response = await fetch(region.dataset.refreshUrl, { headers: { "X-Fragment": "1" } }).catch(() => null);
  if (!response?.ok) return response?.status === 404;
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  const fresh = template.content.querySelector("[data-state]");
  if (!fresh) return false;
  show(fresh);
  return "over" in fresh.dataset;
}

function show(fresh) {
  const before = region.querySelector("[data-state]");
  const focused = nameOf(document.activeElement);
  showLocally(fresh);
  region.replaceChildren(fresh);
  document.title = fresh.dataset.title;
  if (before.dataset.state !== fresh.dataset.state) announcer.textContent = fresh.dataset.announce;
  if (focused) [...region.querySelectorAll("a, button")].find((one) => nameOf(one) === focused)?.focus({ preventScroll: true });
}

// There is no way back: a batch that is cancelled goes on no more.
region.addEventListener("submit", (event) => {
  const { sure } = event.target.dataset;
  if (sure && !confirm(sure)) event.preventDefault();
});

// What has the focus keeps it, though the element is another one.
function nameOf(element) {
  if (!region.contains(element)) return "";
  return `${element.closest("section")?.ariaLabel} ${element.closest("form")?.action ?? element.href} ${element.ariaLabel ?? element.textContent.trim()}`;
}

showLocally(document);
if (!region.querySelector("[data-over]")) follow(ask, { wait, visible });
