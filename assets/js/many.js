// The Many tab: sends the form, looks once a second while a run is not done, and says which records the table shows.

import { openTab } from "./address.js";
import { contentOf } from "./files.js";

const LOOK = 1000; // milliseconds
const TYPING = 300; // milliseconds after the last key
const ACTIVE = ["waiting", "running"];

const AT_FIRST = { sort: "number", descending: false, text: "", kind: "all", page: 1 };
let view = { ...AT_FIRST };
let timer = 0;
let typing = 0;
/** @type {string | null} */
let file = null; // the bytes of the chosen file in base64
/** @type {string | null} */
let taken = null; // a text from Fold that is to be folded

export function startMany() {
  document.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    if (event.target.id === "many-filter") event.preventDefault();
    if (event.target.id !== "many-form") return;
    event.preventDefault();
    const fields = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => typeof value === "string"));
    begin(file ? { ...fields, text: "" } : fields);
  });
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element) press(target);
  });
  document.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement) || !target.closest("#many-filter")) return;
    clearTimeout(typing);
    typing = setTimeout(() => show({ [target.name]: target.value, page: 1 }), target instanceof HTMLSelectElement ? 0 : TYPING);
  });
  document.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.id === "many-file") void take(target);
  });
  setInterval(() => {
    if (ACTIVE.includes(state())) look();
  }, LOOK);
}

/** @param {Element} target */
function press(target) {
  const action = target.closest("[data-many]")?.getAttribute("data-many");
  if (action === "drop") leaveFile();
  else if (action === "all") takeAll();
  else if (action) act(action);
  const sort = target.closest("#many [data-sort]")?.getAttribute("data-sort");
  if (sort) show({ sort, descending: sort === view.sort ? !view.descending : sort === "confidence", page: 1 });
  const turn = target.closest("#many [data-turn]")?.getAttribute("data-turn");
  if (turn) show({ page: shownPage() + Number(turn) });
  const open = target.closest("#many .many-open");
  if (open instanceof HTMLElement) openRow(open);
}

/** @param {Record<string, FormDataEntryValue>} fields */
function begin(fields) {
  view = { ...AT_FIRST };
  const filter = document.getElementById("many-filter");
  if (filter instanceof HTMLFormElement) filter.reset();
  document.getElementById("many-shown")?.scrollIntoView({ block: "nearest" }); // on a phone it is far below
  act("start", { fields, file });
}

/** @param {string} action @param {Record<string, unknown>} [more] */
function act(action, more) {
  document.dispatchEvent(new CustomEvent("many", { detail: { action, fields: {}, file: null, ...more } }));
  clearTimeout(timer);
  timer = setTimeout(look, LOOK / 2);
}

/** Ask how the run goes, and for the table if it has changed. */
function look() {
  ask(Number(list()?.getAttribute("data-listed") ?? -1));
}

/** @param {number} seen records that are in the table that is shown */
function ask(seen) {
  document.dispatchEvent(new CustomEvent("manylook", { detail: { seen, view } }));
}

/** The table that is shown. */
function list() {
  return document.querySelector("#many .many-list");
}

/** Ask for other records. @param {Partial<typeof AT_FIRST>} change */
function show(change) {
  view = { ...view, ...change };
  ask(-1);
}

/** The state of the run that is shown; empty without one. */
function state() {
  return document.querySelector("#many .many-state")?.getAttribute("data-state") ?? "";
}

function shownPage() {
  return Number(list()?.getAttribute("data-page") ?? 1);
}

/** @param {HTMLInputElement} input */
async function take(input) {
  const chosen = input.files?.[0];
  if (!chosen) return;
  input.value = ""; // so that the same file can be chosen again
  leaveFile();
  try {
    file = await contentOf(chosen);
    say(`${chosen.name}, ${chosen.size.toLocaleString("en")} bytes`);
  } catch (error) {
    say(`${/** @type {Error} */ (error).message}.`);
  }
  hide("many-drop", file === null);
}

function leaveFile() {
  file = null;
  say("also packed with gzip");
  hide("many-drop", true);
}

/** @param {string} text */
function say(text) {
  const name = document.getElementById("many-file-name");
  if (name) name.textContent = text;
}

/** Fold all records of the sequence box of Fold, once the tab stands: gradio builds it when it is opened first. */
function takeAll() {
  const given = document.querySelector("#sequence textarea");
  if (!(given instanceof HTMLTextAreaElement)) return;
  taken = given.value;
  openTab("many");
  submitTaken();
}

function submitTaken() {
  const box = document.getElementById("many-text");
  const form = document.getElementById("many-form");
  if (taken === null || !(box instanceof HTMLTextAreaElement && form instanceof HTMLFormElement)) return;
  leaveFile();
  box.value = taken;
  taken = null;
  form.requestSubmit();
}

/** @param {HTMLElement} row */
function openRow({ dataset }) {
  const form = document.getElementById("many-form");
  const [model, decoder] = ["model", "decoder"].map((name) => {
    const select = form?.querySelector(`[name="${name}"]`);
    return select instanceof HTMLSelectElement ? select.value : "";
  });
  const query = { seq: dataset.sequence ?? "", ...(dataset.name && { name: dataset.name }), model, decoder };
  openTab("fold");
  document.dispatchEvent(new CustomEvent("address", { detail: { query } }));
}

/** Follow what the page shows: which buttons can be pressed, and how much the table shows. */
export function refreshMany() {
  submitTaken();
  const now = state();
  const isActive = ACTIVE.includes(now);
  enable("many-start", !isActive);
  enable("many-stop", isActive);
  hide("many-reset", now === "" || isActive);
  hide("many-filter", list() === null);
}

/** @param {string} id @param {boolean} isEnabled */
function enable(id, isEnabled) {
  const button = document.getElementById(id);
  if (button instanceof HTMLButtonElement && button.disabled === isEnabled) button.disabled = !isEnabled;
}

/** @param {string} id @param {boolean} isHidden */
function hide(id, isHidden) {
  const element = document.getElementById(id);
  if (element && element.hidden !== isHidden) element.hidden = isHidden;
}
