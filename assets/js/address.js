// The address follows what is shown: tab, RNA, reference, model, decoder and settings. Back goes to what stood before,
// and a reload keeps it; the server keeps nothing.
//
// Each result brings the query that opens it (#link-data). Another RNA, model, decoder or tab is a step of the history;
// a number of the decoder or a reference replaces the step it belongs to.

import { showStep } from "./learn.js";
import { selectionData } from "./selection_data.js";

const STEPS = ["seq", "model", "decoder", "tab", "step"];
const BUTTONS = '#tabs [role="tab"], #tabs .overflow-dropdown button'; // gradio lists there those that have no room
const ASKS = "#fold, [data-key], #records button"; // what asks for another result
const TABS = { fold: "Fold", learn: "Learn", train: "Train", many: "Many", architecture: "Architecture", about: "About" };

let shown = ""; // the query of the result on the page
let isFollowing = false; // an address is being gone to: what comes of it is no step, if it is not refused
let isOpening = false; // the page was opened with an RNA: its result has the same address, written in full

export function startAddress() {
  isOpening = new URLSearchParams(location.search).has("seq");
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.closest(ASKS)) isFollowing = false;
    const tab = target.closest(BUTTONS);
    const name = Object.entries(TABS).find(([, title]) => title === tab?.textContent?.trim())?.[0];
    if (name) write(withTab(new URLSearchParams(location.search), name));
  });
  document.addEventListener("change", ({ isTrusted }) => {
    if (isTrusted) isFollowing = false; // a control that the visitor has changed
  });
  window.addEventListener("popstate", () => {
    const query = new URLSearchParams(location.search);
    openTab(query.get("tab") ?? "fold");
    showStep();
    query.delete("tab");
    query.delete("step");
    if (isSame(query, new URLSearchParams(shown))) return;
    isFollowing = true;
    document.dispatchEvent(new CustomEvent("address", { detail: { query: Object.fromEntries(query) } }));
  });
}

/** Open the tab that the address names; called once the page stands. */
export function followTab() {
  openTab(new URLSearchParams(location.search).get("tab") ?? "fold");
}

/** Write the address of the result that is shown, if it has changed. */
export function followResult() {
  const data = selectionData();
  if (!data || data.address === shown) return;
  const isFirst = shown === "";
  shown = data.address;
  if (isFirst) return; // what came with the page has the page's own address
  const tab = new URLSearchParams(location.search).get("tab");
  const query = withTab(new URLSearchParams(shown), tab ?? "fold");
  if (isFollowing) isFollowing = false;
  else write(query, !isOpening);
  isOpening = false;
}

/** @param {URLSearchParams} query @param {boolean} [isChoice] whether a visitor has chosen it since the page was opened */
function write(query, isChoice = true) {
  const before = new URLSearchParams(location.search);
  if (isSame(query, before)) return;
  const address = location.pathname + (query.size ? `?${query.toString()}` : "");
  const changed = STEPS.filter((name) => query.get(name) !== before.get(name));
  const isStep = changed.includes("seq") || (isChoice && changed.length > 0);
  history[isStep ? "pushState" : "replaceState"](null, "", address);
}

/** Write the step of the Learn tab into the address. @param {number} step */
export function followStep(step) {
  const query = new URLSearchParams(location.search);
  query.set("step", String(step));
  write(withTab(query, "learn"));
}

/** @param {URLSearchParams} query @param {string} tab */
function withTab(query, tab) {
  const step = query.get("step") ?? new URLSearchParams(location.search).get("step");
  query.delete("tab");
  query.delete("step");
  if (tab !== "fold" && tab in TABS) query.set("tab", tab);
  if (tab === "learn" && step) query.set("step", step);
  return query;
}

/** @param {URLSearchParams} one @param {URLSearchParams} other */
function isSame(one, other) {
  const [first, second] = [one, other].map((query) => [...query].map(String).sort().join());
  return first === second;
}

/** @param {string} name */
export function openTab(name) {
  const title = TABS[/** @type {keyof typeof TABS} */ (name)];
  for (const tab of document.querySelectorAll(BUTTONS)) {
    if (!(tab instanceof HTMLElement) || tab.textContent?.trim() !== title) continue;
    if (tab.getAttribute("aria-selected") !== "true") tab.click();
    return;
  }
}
