// What can be folded away: [data-disclose] buttons, and lists that open over the page.

export function startDisclosure() {
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    const button = target.closest("[data-disclose]");
    if (button instanceof HTMLElement) toggle(button);
    const list = document.querySelector("details.all-examples[open]");
    if (list && (!list.contains(target) || target.closest("[data-key]"))) list.removeAttribute("open");
  });
  document.addEventListener("keydown", ({ key }) => {
    const list = document.querySelector("details.all-examples[open]");
    if (key !== "Escape" || !list) return;
    list.removeAttribute("open");
    list.querySelector("summary")?.focus();
  });
}

/** @param {HTMLElement} button */
function toggle(button) {
  const isOpen = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(isOpen));
  document.getElementById(button.dataset.disclose ?? "")?.toggleAttribute("data-open", isOpen);
  const column = button.closest(".card"); // which scrolls by itself where the window is low
  if (isOpen && column) column.scrollTop += button.getBoundingClientRect().top - column.getBoundingClientRect().top - 8;
}
