// The text boxes: texts far too long are refused by the page, and gradio is notified of every change.

import { facts } from "./facts.js";
import { clearMessages, showMessage } from "./messages.js";

/** @typedef {import("./messages.js").Box} Box */

/** @param {EventTarget | null} target @returns {HTMLTextAreaElement | HTMLInputElement | null} */
function boxOf(target) {
  const isBox = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
  return isBox && target.closest("#sequence, #reference") ? target : null;
}

/** @param {Element} box @returns {Box} */
const nameOf = (box) => (box.closest("#reference") ? "reference" : "sequence");

export function startInputGuard() {
  document.addEventListener("paste", (event) => refuseLong(event, "paste", event.clipboardData), true);
  document.addEventListener("drop", (event) => refuseLong(event, "drop", event.dataTransfer), true);
  keepLast();
  notifyGradio();
}

/**
 * A paste of megabytes would freeze the box before a message could be shown.
 * @param {Event} event
 * @param {string} what
 * @param {DataTransfer | null} data
 */
function refuseLong(event, what, data) {
  const box = boxOf(event.target);
  const { length } = data?.getData("text/plain") ?? "";
  if (!box || length <= facts.limits.characters) return;
  event.preventDefault();
  event.stopPropagation();
  refuse(box, what, length);
}

/** A text too long that came in another way is removed before gradio notices it and sends it to the server. */
function keepLast() {
  /** @type {WeakMap<Element, string>} box to what it held before */
  const last = new WeakMap();
  document.addEventListener("focusin", ({ target }) => {
    const box = boxOf(target);
    if (box) last.set(box, box.value);
  });
  document.addEventListener(
    "input",
    (event) => {
      const box = boxOf(event.target);
      if (!box) return;
      const { length } = box.value;
      if (length <= facts.limits.characters) {
        last.set(box, box.value);
        clearMessages();
        return;
      }
      event.stopImmediatePropagation();
      box.value = last.get(box) ?? "";
      refuse(box, "text", length);
    },
    true,
  );
}

/** gradio notices letters that are typed, but not those that are pasted, deleted, dropped or dictated. */
function notifyGradio() {
  let typed = false; // from a key to the letter it brings, if it does: Enter on a button brings none
  document.addEventListener(
    "keypress",
    (event) => {
      typed = event.isTrusted;
      setTimeout(() => (typed = false));
    },
    true,
  );
  document.addEventListener("input", ({ target }) => {
    if (!typed) boxOf(target)?.dispatchEvent(new Event("keypress"));
  });
}

/** @param {Element} box @param {string} what @param {number} length */
function refuse(box, what, length) {
  const most = facts.limits.characters.toLocaleString("en");
  const found = `The ${what} holds ${length.toLocaleString("en")} characters`;
  showMessage(nameOf(box), `${found}; at most ${most} are read here. Nothing was changed.`);
}
