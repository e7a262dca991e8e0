// The decoder's numbers: one that is out of range, or none, is answered here; gradio would have an error for it.

import { facts } from "./facts.js";
import { say, takeBack } from "./messages.js";

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
      if (!wrong) return takeBack();
      event.stopImmediatePropagation();
      const { value, min, max } = wrong.box;
      const found = value === "" ? "missing" : Number(value);
      const range = `a number from ${Number(min)} to ${Number(max)} is wanted`;
      say("sequence", `The ${facts.numbers[wrong.block.id]} is ${found}; ${range}. Nothing was changed.`);
    },
    true,
  );
  document.addEventListener(
    "focusout",
    ({ target }) => {
      const wrong = wrongNumber(target);
      const slider = wrong?.block.querySelector('input[type="range"]');
      if (wrong && slider instanceof HTMLInputElement) wrong.box.value = slider.value; // the one that still counts
    },
    true,
  );
}
