// The history without reloads: a filter or a page changes the list and the address. Without this file the form and the
// links do the same.

import { showLocally } from "../lib/moments.js";
import { follow } from "../lib/poll.js";
import { problemFor, UNREACHABLE } from "../lib/problems.js";
import { pause, untilVisible } from "../lib/waiting.js";

const form = document.querySelector("[data-filters]");
const region = document.querySelector("[data-history]");
const refused = document.querySelector("[data-refused]");
const status = document.querySelector("[data-announcer]");
let loading = new AbortController();

/** Shows the list at `url`; a newer request ends an older one. */
async function load(url, { push = true } = {}) {
  loading.abort();
  const { signal } = (loading = new AbortController());
  region.setAttribute("aria-busy", "true");
  try {
    show(await fetchList(url, signal));
    if (push) history.pushState(null, "", url);
  } catch (error) {
    if (!signal.aborted) refused.textContent = (error.problem ?? UNREACHABLE).detail;
  } finally {
    if (!signal.aborted) region.removeAttribute("aria-busy");
  }
}

async function fetchList(url, signal) {
  const response = await fetch(url, { signal, headers: { "X-Fragment": "1" } });
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  const list = template.content.querySelector("[data-list]");
  if (list) return list;
  throw Object.assign(new Error(`HTTP ${response.status}`), { problem: problemFor(response.status) });
}

function show(list) {
  refused.textContent = "";
  region.replaceChildren(list);
  status.textContent = list.dataset.announce;
  prepare();
  followQueued(loading.signal);
}

/** Rows that are still being read are shown anew once they are; what else has come waits for whoever asks for it. */
async function followQueued(signal) {
  const queued = () => [...region.querySelectorAll("[data-row=queued]")];
  if (queued().length === 0) return;
  const ask = async () => {
    const list = await fetchList(location.href, signal).catch(() => null);
    if (list) queued().forEach((row) => refresh(row, list));
    return queued().length === 0;
  };
  await follow(ask, { wait: (ms) => pause(ms, signal), visible: () => untilVisible(signal) }).catch(() => {}); // a newer list
}

function refresh(row, list) {
  const id = row.querySelector("[name=id]").value;
  const found = list.querySelector(`[data-row]:has([value="${id}"])`);
  if (!found) row.dataset.row = "elsewhere"; // deleted, or on another page by now
  if (!found || found.dataset.row === "queued") return;
  const focused = row.contains(document.activeElement) ? document.activeElement.tagName : null;
  found.querySelector("[name=id]").checked = row.querySelector("[name=id]").checked;
  row.replaceWith(found);
  if (focused) found.querySelector(focused).focus();
  showLocally(found);
  status.textContent = `Read: ${found.querySelector(".number").textContent}.`;
}

/** What the server cannot know: the reader's clock, and that nothing is chosen yet. */
function prepare() {
  showLocally(region);
  countChosen();
}

function chosen() {
  return [...region.querySelectorAll("[name=id]:checked")];
}

function countChosen() {
  const button = region.querySelector("[data-delete-chosen]");
  if (!button) return;
  const [boxes, count] = [region.querySelectorAll("[name=id]").length, chosen().length];
  button.setAttribute("aria-disabled", count === 0);
  button.textContent = count ? `Delete ${count} chosen…` : "Delete chosen…";
  const all = region.querySelector("[data-choose-all]");
  all.checked = count === boxes;
  all.indeterminate = count > 0 && count < boxes;
}

/** The address of what the form asks for; empty fields do not clutter it. */
function address() {
  const days = ["since", "until"].some((name) => form.elements[name].value);
  form.elements.timezone.value = days ? Intl.DateTimeFormat().resolvedOptions().timeZone : "";
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  return query.size ? `${form.getAttribute("action")}?${query}` : form.getAttribute("action");
}

/** The form as the address in the bar says, after going back. */
function fillIn() {
  const query = new URLSearchParams(location.search);
  for (const field of form.querySelectorAll("input, select")) field.value = query.get(field.name) ?? "";
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  load(address());
});
form.addEventListener("change", () => form.checkValidity() && load(address()));
form.querySelector("[data-reset]").addEventListener("click", (event) => {
  event.preventDefault();
  load(event.target.href).then(fillIn);
});

region.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-page]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  load(link.href).then(() => {
    fillIn();
    region.querySelector("a.row, a")?.focus({ preventScroll: true });
    region.scrollIntoView();
  });
});
region.addEventListener("change", (event) => {
  if (event.target.matches("[data-choose-all]")) {
    for (const box of region.querySelectorAll("[name=id]")) box.checked = event.target.checked;
  }
  countChosen();
});
region.addEventListener("submit", (event) => {
  if (chosen().length === 0) event.preventDefault();
});

addEventListener("popstate", () => {
  fillIn();
  load(location.href, { push: false });
});

prepare();
followQueued(loading.signal);
