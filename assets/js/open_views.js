// The cards of the views: those that are not ticked are hidden. The server draws a view when its card opens.

export function startOpenViews() {
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.closest("#views")) return;
    for (const input of document.querySelectorAll("#views input")) {
      if (!(input instanceof HTMLInputElement)) continue;
      document.querySelector(`.view.${input.name}`)?.toggleAttribute("data-closed", !input.checked);
    }
  });
}
