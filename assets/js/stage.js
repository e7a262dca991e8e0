// The stage: its tabs show one view at a time. Which one is the visitor's alone, so the server is not asked.

import { onRoving } from "./roving.js";

export function startStage() {
  document.addEventListener("click", ({ target }) => {
    const tab = target instanceof Element ? target.closest("[data-stage][role=tab]") : null;
    if (tab instanceof HTMLElement) show(tab);
  });
  onRoving((button) => {
    if (button.matches("[data-stage][role=tab]")) show(button);
  });
}

/** @param {HTMLElement} tab */
function show(tab) {
  const stage = document.getElementById("stage");
  if (stage) stage.dataset.stage = tab.dataset.stage;
  for (const other of document.querySelectorAll("[data-stage][role=tab]")) {
    other.setAttribute("aria-selected", String(other === tab));
    other.setAttribute("tabindex", other === tab ? "0" : "-1");
  }
}
