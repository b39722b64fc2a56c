// The reviewer's desk: keys and buttons say what an item is, the next is there at once, and what was said is sent
// behind it, one after the other, so that an undo never comes before what it takes back.

import { problemFor, UNREACHABLE } from "../lib/problems.js";
import { actionFor, stepTo, uuid } from "../lib/reviewing.js";
import { Item } from "./item.js";

const root = document.querySelector("[data-review]");
const part = (name) => root.querySelector(`[data-${name}]`);
const [desk, page, waiting] = [part("desk"), part("page"), part("waiting")];
const isGrid = root.dataset.view === "grid";
const AT_ONCE = isGrid ? 24 : 1;
const LOW = isGrid ? 24 : 5; // with fewer waiting, more are asked for

const items = new Map(); // by article
const past = []; // what was said or skipped: a list for each press of a key
let at = 0;
let since = performance.now();
let done = 0;
let spent = 0;
let fetching = null;
let sending = Promise.resolve();
let unsent = 0;

const itemOf = (article) => items.get(article) ?? items.set(article, new Item(article)).get(article);
const isOpen = (article) => !article.hasAttribute("data-done");
const current = () => page.children[at];

// -- what is shown

function show() {
  if (![...page.children].some(isOpen)) {
    page.replaceChildren(...[...waiting.children].slice(0, AT_ONCE));
    at = 0;
  }
  for (const article of page.children) itemOf(article);
  part("empty").hidden = page.children.length > 0 || fetching !== null;
  part("keypad").hidden = page.children.length === 0;
  if (current() && !isOpen(current())) at = nextOpen();
  mark();
  since = performance.now();
  if (waiting.children.length < LOW) refill();
}

/** The next that is open after this one, or the first. */
function nextOpen() {
  const open = [...page.children].map((article, index) => (isOpen(article) ? index : -1)).filter((index) => index >= 0);
  return open.find((index) => index > at) ?? open[0] ?? 0;
}

function mark() {
  for (const article of page.children) article.toggleAttribute("data-current", article === current());
  const tools = part("box-tools");
  if (tools) tools.hidden = !current() || itemOf(current()).digits.length === 0;
  if (isGrid) current()?.scrollIntoView({ block: "nearest" });
  part("count").textContent = done ? `${done} reviewed, ${(spent / done).toFixed(1)} s each` : "";
}

async function refill() {
  if (fetching) return;
  const have = [...page.children, ...waiting.children, ...past.slice(-100).flat().map(({ article }) => article)];
  fetching = send(root.dataset.next, { view: root.dataset.view }, have.map(({ dataset }) => ["have", dataset.item]));
  try {
    const template = document.createElement("template");
    template.innerHTML = await (await fetching).text();
    const fresh = [...template.content.children];
    waiting.append(...fresh);
    for (const image of waiting.querySelectorAll("image")) new Image().src = image.getAttribute("href"); // loaded before it is seen
    fetching = null;
    if (fresh.length > 0 && ![...page.children].some(isOpen)) show();
    else part("empty").hidden = page.children.length > 0;
  } catch (error) {
    fetching = null;
    tell(error);
  }
}

// -- what is said

/** `fields` of a review, for each of `articles`; `words` say it. */
function say(articles, fields, words) {
  const seconds = (performance.now() - since) / 1000 / articles.length;
  const bulk = articles.length > 1 ? { bulk: uuid() } : {};
  const group = articles.map((article) => ({ article }));
  past.push(group);
  for (const one of group) {
    one.seconds = seconds;
    close(one, words ?? itemOf(one.article).values);
    const said = { ...fields(itemOf(one.article)), ...bulk, seconds: seconds.toFixed(3) };
    later(async () => {
      const response = await send(one.article.dataset.answer, said);
      one.review = (await response.json()).review;
    }, () => back(one));
  }
  go(words ?? itemOf(articles.at(-1)).values);
}

function close(one, words) {
  done += 1;
  spent += one.seconds;
  one.article.setAttribute("data-done", "");
  one.article.querySelector("[data-said]").textContent = words;
}

function reopen(one) {
  if (one.article.hasAttribute("data-done") && "seconds" in one) [done, spent] = [done - 1, spent - one.seconds];
  one.article.removeAttribute("data-done");
  one.article.querySelector("[data-said]").textContent = "";
}

function go(words) {
  show();
  announce(`${words}. ${current() && isOpen(current()) ? `Next: ${itemOf(current()).words}` : "Nothing is left."}`);
}

function skip() {
  const article = current();
  const one = { article, skipped: true };
  past.push([one]);
  article.setAttribute("data-done", "");
  article.querySelector("[data-said]").textContent = "skipped";
  later(() => send(root.dataset.skip, { item: article.dataset.item }));
  go("Skipped");
}

/** The last change of a box, else what was said last, however many items that was. */
function undo() {
  if (current() && isOpen(current()) && itemOf(current()).revert()) return announce(`Taken back: ${itemOf(current()).values}`);
  const group = past.pop();
  if (!group) return announce("There is nothing to take back.");
  for (const one of group.toReversed()) {
    bring(one);
    if (!one.skipped) later(() => one.review && send(root.dataset.undo.replace("/0/", `/${one.review}/`), {}));
  }
  return announce(`Taken back. ${itemOf(current()).words}`);
}

/** It was not kept: it is shown again, and nothing is left to take back. */
function back(one) {
  for (const group of past) if (group.includes(one)) group.splice(group.indexOf(one), 1);
  while (past.length > 0 && past.at(-1).length === 0) past.pop();
  bring(one);
}

function bring(one) {
  reopen(one);
  if (isGrid && !page.contains(one.article)) page.prepend(one.article);
  if (!isGrid && current() !== one.article) {
    if (current() && isOpen(current())) waiting.prepend(current());
    page.replaceChildren(one.article);
  }
  at = [...page.children].indexOf(one.article);
  show();
}

// -- sending

function later(job, failed) {
  unsent += 1;
  root.setAttribute("data-sending", "");
  sending = sending
    .then(job)
    .catch((error) => {
      tell(error);
      failed?.();
    })
    .finally(() => {
      unsent -= 1;
      root.toggleAttribute("data-sending", unsent > 0);
    });
}

// Who leaves while something is on its way is asked once.
addEventListener("beforeunload", (event) => unsent > 0 && event.preventDefault());

async function send(url, fields, more = []) {
  const body = new FormData(part("token"));
  for (const [name, value] of [...Object.entries(fields), ...more]) body.append(name, value);
  let response;
  try {
    response = await fetch(url, { method: "POST", body, keepalive: true });
  } catch {
    throw new Error(UNREACHABLE.detail);
  }
  if (response.redirected) throw new Error("You are logged out. Load the page again and log in.");
  if (response.ok) return response;
  const said = await response.json().catch(() => problemFor(response.status));
  throw new Error(said.detail);
}

function tell(error) {
  part("problem").textContent = error.message;
}

function announce(words) {
  part("problem").textContent = "";
  part("announcer").textContent = words;
}

// -- keys and buttons

const ACTIONS = {
  digit({ value }, item) {
    if (item.isNumber) return change(() => item.set(value));
    return say([item.article], (one) => one.being(value), String(value));
  },
  accept: (_, item) => say([item.article], (one) => one.answer, item.isChanged ? item.values : "Right"),
  "accept-all": () => isGrid && say([...page.children].filter(isOpen), (one) => one.answer, "Right"),
  none: (_, item) => (item.isNumber ? change(() => item.set(null)) : ACTIONS["none-all"](_, item)),
  "none-all": (_, item) => say([item.article], () => ({ verdict: "not_a_digit" }), "No digit"),
  unclear: (_, item) => say([item.article], () => ({ verdict: "unclear" }), "Cannot tell"),
  skip,
  undo,
  move({ by }, item) {
    if (!isGrid) return change(() => item.choose(item.chosen + by[0] + by[1]));
    at = stepTo(at, by, page.children.length, columns());
    mark();
    return announce(itemOf(current()).words);
  },
  shift: ({ by }, item) => change(() => item.nudge(by)),
  split: (_, item) => change(item.split),
  merge: (_, item) => change(item.merge),
  narrower: (_, item) => change(() => item.widen(-1)),
  wider: (_, item) => change(() => item.widen(1)),
};
const ALWAYS = new Set(["undo", "move"]); // also where the item is done, or none is left

function change(act) {
  act();
  const item = itemOf(current());
  if (item.digits.length) announce(`Digit ${item.chosen + 1} of ${item.digits.length}: ${item.digits[item.chosen].value ?? "no digit"}`);
}

function act(action) {
  const article = current();
  if (!ALWAYS.has(action.name) && !(article && isOpen(article))) return;
  if (action.name === "move" && !article) return;
  ACTIONS[action.name](action, article && itemOf(article));
}

/** How many cells of the grid stand in the first row. */
function columns() {
  const tops = [...page.children].map((article) => article.offsetTop);
  return Math.max(1, tops.filter((top) => top === tops[0]).length);
}

desk.addEventListener("keydown", (event) => {
  const action = actionFor(event);
  if (!action) return;
  event.preventDefault();
  act(action);
});

desk.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  const cell = event.target.closest("[data-cells] [data-at]");
  const article = event.target.closest("[data-item]");
  if (article && page.contains(article)) at = [...page.children].indexOf(article);
  if (button) act({ name: button.dataset.do, value: Number(button.dataset.value) });
  else if (cell) itemOf(article).choose(Number(cell.dataset.at));
  mark();
  // By mouse or finger: the next Enter is for the item, not for the button once more.
  if (event.detail > 0 || !document.activeElement.closest("[data-desk]")) desk.focus({ preventScroll: true });
});

desk.addEventListener("pointerdown", (event) => {
  const article = event.target.closest("[data-item]");
  if (!isGrid && article && isOpen(article)) itemOf(article).drag(event);
});

document.addEventListener("visibilitychange", () => {
  since = performance.now(); // nobody looked meanwhile
});

show();
desk.focus({ preventScroll: true });
if (current()) announce(itemOf(current()).words);
