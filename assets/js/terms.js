// Terms that are explained where they stand: a .term with its explanation in data-tip, shown below it while it is pointed
// at or has the focus. Esc puts it away, and the pointer may go over it.

const GAP = 6; // pixels between a term and its explanation

export function startTerms() {
  const tip = document.createElement("div");
  tip.id = "term-tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  /** @type {HTMLElement | null} */
  let shown = null;

  /** @param {EventTarget | null} target */
  const termOf = (target) => /** @type {HTMLElement | null} */ (target instanceof Element ? target.closest(".term") : null);

  /** @param {HTMLElement | null} term */
  function show(term) {
    if (term === shown) return;
    shown?.removeAttribute("aria-describedby");
    shown = term;
    tip.hidden = !term;
    if (!term) return;
    term.setAttribute("aria-describedby", tip.id);
    tip.textContent = term.dataset.tip ?? "";
    if (!tip.isConnected) document.body.append(tip);
    const place = term.getBoundingClientRect();
    const { width, height } = tip.getBoundingClientRect();
    const isBelow = place.bottom + GAP + height <= window.innerHeight;
    const right = document.documentElement.clientWidth - width - GAP;
    tip.style.left = `${Math.max(GAP, Math.min(place.left, right))}px`;
    tip.style.top = `${isBelow ? place.bottom + GAP : place.top - GAP - height}px`;
  }

  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType !== "touch" && !(target instanceof Node && tip.contains(target))) show(termOf(target) ?? termOf(document.activeElement));
  });
  document.addEventListener("focusin", ({ target }) => show(termOf(target)));
  document.addEventListener("focusout", () => show(null));
  document.addEventListener("scroll", () => show(null), { capture: true, passive: true });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") show(null);
  });
}
