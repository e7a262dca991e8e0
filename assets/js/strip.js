// The strip: which blocks carry the labels of the lines, and a selection that stays within one line.

import { StripView } from "./strip_view.js";

/** @returns {{refresh: () => StripView[]}} */
export function startStrip() {
  /** @type {StripView | null} */
  let view = null;
  new ResizeObserver(label).observe(document.body);
  document.addEventListener("mousedown", ({ target }) => selectWithin(target));
  document.addEventListener("copy", copyLine);

  function refresh() {
    label();
    const host = document.getElementById("view-strip");
    if (!host) return [];
    if (view?.host !== host) view = new StripView(host);
    view.refresh();
    return [view];
  }

  return { refresh };
}

/** The first block of each visual line carries the labels. */
function label() {
  for (const strip of document.querySelectorAll(".strip")) {
    const blocks = [...strip.children].filter((block) => block instanceof HTMLElement);
    const tops = blocks.map((block) => block.offsetTop); // all are read before any is changed
    for (const [k, block] of blocks.entries()) block.classList.toggle("line-start", tops[k] !== tops[k - 1]);
  }
}

/** A selection stays in the line that it began in. @param {EventTarget | null} target */
function selectWithin(target) {
  const line = target instanceof Element ? target.closest(".strip .line") : null;
  for (const strip of document.querySelectorAll(".strip[data-row]")) {
    strip.removeAttribute("data-row");
    for (const picked of strip.querySelectorAll(".picked")) picked.classList.remove("picked");
  }
  const name = line?.getAttribute("data-label");
  const strip = line?.closest(".strip");
  if (!name || !strip) return;
  strip.setAttribute("data-row", name);
  for (const other of strip.querySelectorAll(".line")) {
    other.classList.toggle("picked", other.getAttribute("data-label") === name);
  }
}

/** It is copied without the breaks between the blocks. @param {ClipboardEvent} event */
function copyLine(event) {
  const selection = document.getSelection();
  const strip = selection?.anchorNode?.parentElement?.closest(".strip[data-row]");
  if (!selection || !strip || selection.isCollapsed) return;
  const spans = [...strip.querySelectorAll(".picked span")].filter((span) => selection.containsNode(span, true));
  event.clipboardData?.setData("text/plain", spans.map((span) => span.textContent).join(""));
  event.preventDefault();
}
