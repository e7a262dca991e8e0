// Linked views: pointing at a nucleotide in one view lights it and its partner in all of them.
//
// document.body.dataset.lit is the lit position, counted from 1. Whoever wants to know more listens on the document for
// "nucleotide", whose detail is {data, lit, pinned}; there `lit` is counted from 0, -1 for none. Whoever points at a
// nucleotide outside of all views dispatches "light" with its position from 0, or -1; a pinned one stays lit.

import { facts } from "./facts.js";
import { selectionData } from "./selection_data.js";

/** @typedef {import("./linked_view.js").LinkedView} LinkedView */
/** @typedef {import("./selection_data.js").SelectionData} SelectionData */

const STILL = 8; // pixels between press and release that are no drag yet
// Where keys are typed or choose from a list: no key is taken from there.
const TYPED =
  'textarea, select, [contenteditable="true"], [role="listbox"], input:not([type="radio"], [type="checkbox"], [type="range"])';
const HAS_KEYS = 'input, [role="slider"], [role="tab"], [role="radio"]'; // these have arrows and Enter of their own

/** @returns {(views: LinkedView[]) => void} takes the views that are on the page now */
export function startLinking() {
  /** @type {SelectionData | null} */
  let data = null;
  /** @type {LinkedView[]} */
  let views = [];
  let lit = -1;
  let held = false; // lit by a key: the pointer does not let go by leaving a view
  let pinned = false;

  /** @param {LinkedView[]} present */
  function refresh(present) {
    const next = selectionData();
    if (next !== data) {
      if (next?.sequence !== data?.sequence) {
        lit = -1;
        pinned = held = false;
      }
      data = next;
    }
    views = present;
    views.forEach(describe);
    show();
  }

  // --- Lighting ------------------------------------------------------------------------------------------------------

  /** @param {number} i @param {HTMLElement | null} from the view that is pointed at, which must not move */
  function light(i, from = null) {
    if (i === lit) return;
    lit = i;
    // Sizes are asked for before anything is changed, or the browser would have to lay the page out in between.
    if (lit >= 0) for (const view of linked()) if (view.host !== from) view.reveal(lit);
    show();
  }

  const linked = () => views.filter((view) => view.length === data?.sequence.length);

  function show() {
    const partner = data?.partners[lit] ?? -1;
    const shown = new Set(linked());
    for (const view of views) {
      if (shown.has(view)) view.light(lit, partner);
      else view.light(-1, -1);
      mark(view.host);
    }
    mark(document.body);
    document.dispatchEvent(new CustomEvent("nucleotide", { detail: { data, lit, pinned } }));
  }

  /** @param {HTMLElement} element */
  function mark(element) {
    if (lit >= 0) element.dataset.lit = String(lit + 1);
    else delete element.dataset.lit;
  }

  document.addEventListener("go", ({ detail }) => {
    if (!data || detail >= data.sequence.length) return;
    pinned = held = true;
    if (detail === lit) show();
    else light(detail);
  });

  document.addEventListener("light", ({ detail }) => {
    if (pinned) return;
    held = detail >= 0;
    light(detail);
  });

  function letGo() {
    pinned = held = false;
    light(-1);
  }

  // --- Pointer -------------------------------------------------------------------------------------------------------

  /**
   * The nucleotide below an event: -1 in a view but at none, null outside all views.
   * @param {MouseEvent} event
   */
  function below(event) {
    const view = viewOf(event.target);
    if (!view) return null;
    const isControl = event.target instanceof Element && event.target.closest("button, a") !== null;
    return isControl || view.length !== data?.sequence.length ? -1 : view.nearest(event);
  }

  /** @param {EventTarget | null} target */
  const viewOf = (target) =>
    target instanceof Node ? views.find(({ host }) => host.contains(target)) : undefined;

  /** @type {PointerEvent | null} */
  let moved = null;
  document.addEventListener(
    "pointermove",
    (event) => {
      if (pinned || event.buttons || event.pointerType === "touch") return; // a selection or a drag is under way
      if (!moved) requestAnimationFrame(follow);
      moved = event;
    },
    { passive: true },
  );

  function follow() {
    const event = moved;
    moved = null;
    if (!event || pinned) return;
    const i = below(event);
    if (i === null && held) return;
    if (i !== null && i >= 0) held = false;
    if (i === null || i >= 0) light(i ?? -1, viewOf(event.target)?.host);
  }

  // A press and a release at one place. Clicks will not do: under a finger they may come without a place.
  /** @type {PointerEvent | null} */
  let pressed = null;
  document.addEventListener(
    "pointerdown",
    (event) => {
      pressed = event.isPrimary && event.button === 0 ? event : null; // a second finger makes it a pinch
    },
    true,
  );
  document.addEventListener("pointercancel", () => (pressed = null), true);
  document.addEventListener(
    "pointerup",
    (event) => {
      const from = pressed;
      pressed = null;
      if (!from || Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > STILL) return; // a drag
      const i = below(from);
      if (i === null || i < 0) return;
      const again = pinned && i === lit;
      if (again && event.pointerType === "touch") return letGo(); // no pointer stays there to keep it lit
      [pinned, held] = [!again, false];
      const view = viewOf(from.target);
      view?.focusable?.focus({ preventScroll: true }); // so that the arrow keys go on from here
      if (i === lit) show();
      else light(i, view?.host);
    },
    true,
  );

  // --- Keyboard and the card's buttons -------------------------------------------------------------------------------

  /** @param {number} step */
  function walk(step) {
    if (!data) return;
    const last = data.sequence.length - 1;
    held = true;
    light(lit < 0 ? (step > 0 ? 0 : last) : Math.min(Math.max(lit + step, 0), last));
  }

  document.addEventListener("keydown", (event) => {
    if (!data || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.key === "Escape" && lit >= 0 && !target.closest('[role="listbox"]')) return letGo();
    if (target.closest(TYPED) || target.closest(HAS_KEYS)) return;
    const inView = viewOf(target) || target.closest("#nucleotide-card");
    if (event.key === "Enter" && lit >= 0 && (inView || target === document.body) && !target.closest("button, a")) {
      pinned = !pinned;
      held = true;
      show();
    } else if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && (inView || lit >= 0)) {
      walk(event.key === "ArrowLeft" ? -1 : 1);
      event.preventDefault();
    }
  });

  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("#nucleotide-card [data-nucleotide]") : null;
    if (!(button instanceof HTMLElement)) return;
    if (button.dataset.nucleotide === "close") letGo();
    else walk(button.dataset.nucleotide === "previous" ? -1 : 1);
  });

  return refresh;
}

/** Name a view for screen readers, with what the keys do in it. @param {LinkedView} view */
function describe({ name, focusable: element }) {
  const label = `${facts.views[name] ?? name}: ${facts.hints.keys}`;
  if (!element || element.getAttribute("aria-label") === label) return;
  element.tabIndex = 0;
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", label);
}
