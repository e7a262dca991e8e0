// Buttons that copy: [data-copy] its text, [data-copy-link] its link with the page's address.

const SHOWN = 1200; // milliseconds

export function startClipboard() {
  document.addEventListener("click", async ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-copy], [data-copy-link]") : null;
    if (!(button instanceof HTMLElement)) return;
    await write(button.dataset.copy ?? new URL(button.dataset.copyLink ?? "", location.href).href);
    const words = button.textContent;
    if (words === "Copied") return;
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = words), SHOWN);
  });
}

/** navigator.clipboard is missing where the page is served over plain http to a class. @param {string} text */
async function write(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text).catch(() => {});
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
