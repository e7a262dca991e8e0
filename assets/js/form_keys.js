// Keys in the form: Ctrl+Enter folds, arrows step through radio buttons.

// gradio gives every radio button a name of its own, so that the browser does not step through them by itself.
/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

export function startFormKeys() {
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    if (!(target instanceof Element)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.closest("#sequence, #reference")) {
      event.preventDefault();
      document.getElementById("fold")?.click();
    }
    const step = STEPS[event.key];
    if (step && !event.ctrlKey && !event.metaKey && !event.altKey) stepRadio(event, target, step);
  });
}

/** @param {KeyboardEvent} event @param {Element} target @param {number} step */
function stepRadio(event, target, step) {
  const group = target.matches('input[type="radio"]') ? target.closest("fieldset") : null;
  if (!group) return;
  const all = /** @type {HTMLInputElement[]} */ ([...group.querySelectorAll('input[type="radio"]')]);
  const now = all.findIndex((radio) => radio === target);
  const next = all[(now + step + all.length) % all.length];
  event.preventDefault();
  next.focus();
  next.click();
}
