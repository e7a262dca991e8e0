// Answers of the server: each is one JSON with the panels of the page that have changed (ssp_core/ui/session.py).
//
// Answers may arrive in another order than they were made: each has a serial number, and a panel never takes an older
// one than it has.

/**
 * @typedef {Object} Answer
 * @property {number} serial
 * @property {Record<string, string>} panels HTML, or the text of a [data-text], by the name of the panel
 */

export function startAnswers() {
  /** @type {Map<string, number>} name of a panel to the serial number of what it shows */
  const shown = new Map();
  document.addEventListener("answer", ({ detail }) => {
    if (!detail) return;
    /** @type {Answer} */
    const { serial, panels } = JSON.parse(detail);
    for (const [name, content] of Object.entries(panels)) {
      const hosts = document.querySelectorAll(`[data-panel="${name}"]`);
      if (!hosts.length || (shown.get(name) ?? 0) > serial) continue;
      shown.set(name, serial);
      hosts.forEach((host) => put(host, content));
    }
  });
}

/** @param {Element} panel @param {string} content */
function put(panel, content) {
  if (panel.hasAttribute("data-text")) {
    panel.textContent = content;
    panel.parentElement?.querySelector(".chart-preview")?.remove(); // it is of another result
  } else fill(panel, content);
}

/**
 * Replace what a panel shows; what the visitor has opened in it stays open.
 * @param {Element} panel
 * @param {string} html
 */
function fill(panel, html) {
  const open = [...panel.querySelectorAll("details[open][data-keep]")].map((each) => each.getAttribute("data-keep"));
  panel.innerHTML = html;
  for (const name of open) panel.querySelector(`details[data-keep="${name}"]`)?.setAttribute("open", "");
}
