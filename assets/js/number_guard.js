// The decoder's numbers: a missing one, or one out of range, is refused here; gradio would show an error.

import { facts } from "./facts.js";
import { clearMessages, showMessage } from "./messages.js";

/** @param {EventTarget | null} target @returns {{box: HTMLInputElement, block: Element} | null} */
function wrongNumber(target) {
  if (!(target instanceof HTMLInputElement) || target.type !== "number") return null;
  const block = target.closest(Object.keys(facts.numbers).map((id) => `#${id}`).join());
  const { value, min, max } = target;
  const isRight = value !== "" && Number(value) >= Number(min) && Number(value) <= Number(max);
  return block && !isRight ? { box: target, block } : null;
}

export function startNumberGuard() {
  document.addEventListener(
    "input",
    (event) => {
      const wrong = wrongNumber(event.target);
      if (!wrong) return clearMessages();
      event.stopImmediatePropagation();
      const { value, min, max } = wrong.box;
      const found = value === "" ? "missing" : Number(value);
      const range = `a number from ${Number(min)} to ${Number(max)} is wanted`;
      showMessage("sequence", `The ${facts.numbers[wrong.block.id]} is ${found}; ${range}. Nothing was changed.`);
    },
    true,
  );
  document.addEventListener(
    "focusout",
    ({ target }) => {
      const wrong = wrongNumber(target);
      const slider = wrong?.block.querySelector('input[type="range"]');
      if (wrong && slider instanceof HTMLInputElement) wrong.box.value = slider.value; // the value that is in use
    },
    true,
  );
}
