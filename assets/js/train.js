// The Train tab: sends the form, looks once a second while a training runs, and folds with what was trained.

import { openTab } from "./address.js";
import { contentOf } from "./files.js";
import { selectionData } from "./selection_data.js";

const LOOK = 1000; // milliseconds
const RATES = { true: "0.01", false: "0.001" }; // of a frozen encoder, and of one that learns, too
const ACTIVE = ["waiting", "running"];

let timer = 0;
let seen = 0; // reports that are shown
/** @type {{name: string, data: string} | null} */
let file = null;

export function startTrain() {
  document.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement) || event.target.id !== "train-form") return;
    event.preventDefault();
    const fields = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => typeof value === "string"));
    seen = 0;
    document.getElementById("train-shown")?.scrollIntoView({ block: "nearest" }); // on a phone it is far below
    act("start", { fields, file: fields.data === "file" ? (file?.data ?? null) : null, title: file?.name ?? "" });
  });
  document.addEventListener("click", ({ target }) => {
    const action = target instanceof Element ? target.closest("[data-train]")?.getAttribute("data-train") : null;
    if (action) act(action);
  });
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.closest("#train-form")) return;
    if (target.name === "freeze_base") setRate(target.checked);
    else if (target.name === "data") showData(target.value);
    else if (target.id === "train-file") void take(target);
  });
  setInterval(() => {
    const state = document.querySelector("#train .train-state")?.getAttribute("data-state") ?? "";
    if (ACTIVE.includes(state)) look();
  }, LOOK);
}

/** @param {string} action @param {Record<string, unknown>} [more] */
function act(action, more) {
  document.dispatchEvent(new CustomEvent("train", { detail: { action, fields: {}, file: null, title: "", ...more } }));
  clearTimeout(timer);
  timer = setTimeout(look, LOOK / 2);
}

function look() {
  document.dispatchEvent(new CustomEvent("trainlook", { detail: { seen } }));
}

/** @param {boolean} isFrozen */
function setRate(isFrozen) {
  const rate = document.querySelector('#train-form [name="learning_rate"]');
  if (rate instanceof HTMLInputElement) rate.value = RATES[/** @type {"true" | "false"} */ (String(isFrozen))];
}

/** @param {string} kind */
function showData(kind) {
  for (const part of document.querySelectorAll("#train-form [data-of]")) {
    part.toggleAttribute("hidden", part.getAttribute("data-of") !== kind);
  }
}

/** @param {HTMLInputElement} input */
async function take(input) {
  const chosen = input.files?.[0];
  const name = document.getElementById("train-file-name");
  file = null;
  if (!chosen) return;
  input.value = ""; // so that the same file can be chosen again
  try {
    file = { name: chosen.name, data: await contentOf(chosen) };
    if (name) put(name, `${chosen.name}, ${chosen.size.toLocaleString("en")} bytes`);
  } catch (error) {
    if (name) put(name, `${/** @type {Error} */ (error).message}.`);
  }
}

/** Follow what the page shows: which buttons can be pressed, which RNA is watched, a trained model that was opened. */
export function refreshTrain() {
  const state = document.querySelector("#train .train-state")?.getAttribute("data-state") ?? "";
  const isActive = ACTIVE.includes(state);
  enable("train-start", !isActive);
  enable("train-stop", isActive);
  show("train-resume", state === "stopped");
  show("train-reset", state !== "" && !isActive);
  const name = document.getElementById("train-rna");
  const data = selectionData();
  if (name && data) put(name, `${data.sequence.slice(0, 24)}${data.sequence.length > 24 ? "…" : ""}, ${data.sequence.length} nt`);
  seen = Number(document.querySelector("#train .watched")?.getAttribute("data-reports") ?? 0);
  foldWithTrained();
}

/** @param {string} id @param {boolean} isEnabled */
function enable(id, isEnabled) {
  const button = document.getElementById(id);
  if (button instanceof HTMLButtonElement && button.disabled === isEnabled) button.disabled = !isEnabled;
}

/** @param {string} id @param {boolean} isShown */
function show(id, isShown) {
  const button = document.getElementById(id);
  if (button && button.hidden === isShown) button.hidden = !isShown;
}

/** @param {Element} element @param {string} text */
function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Offer a model that was trained on the Fold tab, and fold with it. */
function foldWithTrained() {
  const host = document.querySelector('[data-panel="train-adopted"]');
  const text = host?.textContent ?? "";
  if (!host || !text) return;
  host.textContent = "";
  /** @type {{key: string, title: string}} */
  const { key, title } = JSON.parse(text);
  const select = document.getElementById("model-select");
  if (select instanceof HTMLSelectElement) {
    const old = [...select.options].find(({ value }) => value.startsWith("trained-"));
    const option = old ?? select.appendChild(document.createElement("option"));
    option.value = key;
    option.textContent = title;
  }
  const query = Object.fromEntries(new URLSearchParams(selectionData()?.address ?? ""));
  openTab("fold");
  document.dispatchEvent(new CustomEvent("address", { detail: { query: { seq: query.seq, ...(query.ref && { ref: query.ref }), model: key, decoder: "best" } } }));
}
