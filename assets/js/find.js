// Finding a place in the RNA: by its position, by a motif, or by a button that names it ([data-go], 0-based).

import { selectionData } from "./selection_data.js";

export function startFind() {
  document.addEventListener("submit", (event) => {
    const form = event.target instanceof Element ? event.target.closest("[data-find]") : null;
    if (!form) return;
    event.preventDefault();
    const text = form.querySelector("input")?.value.trim() ?? "";
    const length = selectionData()?.sequence.length ?? 0;
    if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= length) go(Number(text) - 1);
    else document.dispatchEvent(new CustomEvent("find", { detail: { text } }));
  });
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-go]") : null;
    if (button instanceof HTMLElement) go(Number(button.dataset.go));
  });
}

/** @param {number} position */
function go(position) {
  document.dispatchEvent(new CustomEvent("go", { detail: position }));
}

/** Light the places of the motif that was found last, in every view. */
export function markFound() {
  const spans = document.querySelector("[data-found]")?.getAttribute("data-found") ?? "[]";
  /** @type {Set<string>} */
  const wanted = new Set();
  for (const [first, last] of JSON.parse(spans)) for (let i = first; i <= last; i += 1) wanted.add(String(i));
  for (const element of document.querySelectorAll(".found")) {
    if (!wanted.has(element.getAttribute("data-i") ?? "")) element.classList.remove("found");
  }
  if (!wanted.size) return;
  for (const element of document.querySelectorAll("#view-strip [data-i], svg.scene .nucleotide[data-i]")) {
    if (wanted.has(element.getAttribute("data-i") ?? "")) element.classList.add("found");
  }
}
