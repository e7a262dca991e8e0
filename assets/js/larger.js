// Larger text, for a projector: the button [data-larger], kept for the next visit (assets/templates/first_paint.html).

const KEY = "larger";

export function startLarger() {
  show();
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element) || !target.closest("[data-larger]:not(html)")) return;
    const isLarger = document.documentElement.toggleAttribute("data-larger");
    try {
      if (isLarger) localStorage.setItem(KEY, "yes");
      else localStorage.removeItem(KEY);
    } catch {
      // a private window does not keep it
    }
    show();
  });
}

/** Say on the button whether it is pressed; gradio may bring it later than this script. */
export function show() {
  const button = document.querySelector("button[data-larger]");
  const isPressed = String(document.documentElement.hasAttribute("data-larger"));
  if (button && button.getAttribute("aria-pressed") !== isPressed) button.setAttribute("aria-pressed", isPressed);
}

/** How much larger an element is shown than its own pixels. @param {Element} element */
export function enlargement(element) {
  return element.currentCSSZoom ?? 1; // older browsers give places in the element's own pixels
}

/**
 * Where a pointer is, in the pixels of an element, from a place in it.
 * @param {Element} element
 * @param {MouseEvent} event
 * @param {{left: number, top: number}} from
 */
export function placeIn(element, { clientX, clientY }, { left, top }) {
  const [box, scale] = [element.getBoundingClientRect(), enlargement(element)];
  return [(clientX - box.left) / scale - left, (clientY - box.top) / scale - top];
}
