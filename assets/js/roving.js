// Groups of buttons that are one tab stop: [data-roving]. Arrows, Home and End go from button to button in them.

const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** @type {((button: HTMLElement) => void)[]} */
const listeners = [];

/** Call back when a key has moved the focus within a group. @param {(button: HTMLElement) => void} listener */
export function onRoving(listener) {
  listeners.push(listener);
}

export function startRoving() {
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    const group = target.closest("[data-roving]");
    const next = group && chosen([...group.querySelectorAll("button")], target, key);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
    listeners.forEach((listener) => listener(next));
  }, true);
  document.addEventListener("focusin", ({ target }) => {
    const group = target instanceof HTMLElement ? target.closest("[data-roving]") : null;
    for (const button of group?.querySelectorAll("button") ?? []) button.tabIndex = button === target ? 0 : -1;
  });
}

/** @param {HTMLElement[]} buttons @param {HTMLElement} from @param {string} key */
function chosen(buttons, from, key) {
  const at = buttons.indexOf(from);
  if (at < 0) return null;
  if (key === "Home") return buttons[0];
  if (key === "End") return buttons[buttons.length - 1];
  const step = KEYS[/** @type {keyof typeof KEYS} */ (key)];
  return step ? buttons[(at + step + buttons.length) % buttons.length] : null;
}
