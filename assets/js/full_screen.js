// A view as large as the screen: by the browser where it can, else as large as the window.

/** @param {HTMLElement} host */
export function isFull(host) {
  return document.fullscreenElement === host || host.hasAttribute("data-full");
}

/** @param {HTMLElement} host */
export async function toggleFullScreen(host) {
  if (document.fullscreenElement === host) return document.exitFullscreen();
  if (host.hasAttribute("data-full")) return leave(host);
  try {
    await host.requestFullscreen();
  } catch {
    host.setAttribute("data-full", ""); // no such thing on an iPhone, or in a frame that may not
    host.dispatchEvent(new Event("fullscreenchange"));
  }
}

/** @param {HTMLElement} host */
function leave(host) {
  host.removeAttribute("data-full");
  host.dispatchEvent(new Event("fullscreenchange"));
}

/** Esc leaves a view that is as large as the window, and does nothing else then. */
export function leaveByEscape() {
  document.addEventListener(
    "keydown",
    (event) => {
      const host = document.querySelector("[data-full]");
      if (event.key !== "Escape" || !(host instanceof HTMLElement)) return;
      event.preventDefault();
      leave(host);
    },
    true,
  );
}
