// The Learn tab: opens the step that the address names, on the RNA that the Fold tab shows, and starts its picture.

import { followStep } from "./address.js";
import { startEncoder } from "./learn_encoder.js";
import { startHead } from "./learn_head.js";
import { startTable } from "./learn_table.js";
import { selectionData } from "./selection_data.js";

const FIRST = 1;
const PICTURES = { encoder: startEncoder, head: startHead, table: startTable, confidence: startConfidence };

let asked = ""; // step and result of the last request
/** @type {WeakSet<Element>} */
const started = new WeakSet();

export function startLearn() {
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    const step = target.closest("[data-step]")?.getAttribute("data-step");
    if (step) open(Number(step));
    const rna = target.closest("[data-learn-rna]")?.getAttribute("data-learn-rna");
    if (rna) fold(rna);
    if (target.closest("#learn-print")) window.print();
  });
  document.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement) || event.target.id !== "learn-rna") return;
    event.preventDefault();
    fold(String(new FormData(event.target).get("sequence") ?? ""));
  });
  document.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLSelectElement && target.id === "learn-example" && target.value) {
      fold(target.value, target.selectedOptions[0].dataset.reference);
      target.value = "";
    } else if (target instanceof HTMLInputElement && target.name === "learn-task") {
      for (const task of document.querySelectorAll("[data-task]")) {
        task.toggleAttribute("hidden", task.getAttribute("data-task") !== target.value);
      }
    }
  });
  for (const type of ["pointerover", "focusin"]) document.addEventListener(type, ({ target }) => light(target));
}

/** Open a step, and write it into the address. @param {number} step */
function open(step) {
  followStep(step);
  showStep();
}

/** Fold another RNA with what is chosen on the Fold tab. @param {string} sequence @param {string} [reference] */
function fold(sequence, reference) {
  const query = Object.fromEntries(new URLSearchParams(selectionData()?.address ?? ""));
  for (const name of ["name", "ref"]) delete query[name];
  if (reference) query.ref = reference;
  document.dispatchEvent(new CustomEvent("address", { detail: { query: { ...query, seq: sequence } } }));
}

/** Ask for the step of the address, unless it is there or the tab is not seen. */
export function showStep() {
  const data = selectionData();
  if (!data || !document.getElementById("learn")?.checkVisibility()) return;
  const step = Number(new URLSearchParams(location.search).get("step")) || FIRST;
  const wanted = `${step} ${data.address}`;
  if (wanted === asked) return;
  const isTurned = asked !== "" && asked.split(" ")[0] !== String(step);
  asked = wanted;
  document.dispatchEvent(new CustomEvent("learn", { detail: { step } }));
  for (const button of document.querySelectorAll(".learn-steps [data-step]")) {
    if (button.getAttribute("data-step") === String(step)) {
      button.setAttribute("aria-current", "step");
      button.scrollIntoView({ block: "nearest", inline: "center" });
    } else button.removeAttribute("aria-current");
  }
  const link = document.getElementById("learn-link");
  if (link) link.dataset.copyLink = address(step, data.address);
  const box = document.getElementById("learn-sequence");
  if (box instanceof HTMLInputElement && document.activeElement !== box) box.value = data.sequence;
  if (isTurned) document.getElementById("learn")?.scrollIntoView({ block: "start" });
}

/** The link to a step with a result. @param {number} step @param {string} result */
function address(step, result) {
  const query = new URLSearchParams(result);
  query.set("tab", "learn");
  query.set("step", String(step));
  return `?${query}`;
}

/** Follow what the page shows: the tab, the result, a step that has come. */
export function refreshLearn() {
  showStep();
  for (const source of document.querySelectorAll(".lesson [data-json]")) {
    const name = source.getAttribute("data-json") ?? "";
    if (started.has(source) || !(name in PICTURES)) continue;
    started.add(source);
    PICTURES[/** @type {keyof typeof PICTURES} */ (name)](JSON.parse(source.textContent ?? "{}"));
  }
}

/** A bar for each nucleotide. @param {{values: number[]}} data */
function startConfidence({ values }) {
  for (const bar of document.querySelectorAll("#learn-confidence [data-i]")) {
    if (!(bar instanceof HTMLElement)) continue;
    const value = values[Number(bar.dataset.i)];
    bar.style.setProperty("--value", String(value));
    bar.title = `${Number(bar.dataset.i) + 1}: ${value.toFixed(3)}`;
  }
}

/** Light up the part of the picture that words of the text speak of. @param {EventTarget | null} target */
function light(target) {
  const name = target instanceof Element ? target.closest("[data-lights]")?.getAttribute("data-lights") : null;
  for (const part of document.querySelectorAll("[data-part]")) {
    part.classList.toggle("lit-part", part.getAttribute("data-part") === name);
  }
}
