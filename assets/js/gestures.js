// Dragging, pinching and the wheel over a drawing, as movements of its view.

import { isFull } from "./full_screen.js";

/** @typedef {import("./scene_view.js").SceneView} SceneView */

const STILL = 8; // pixels between press and release that are no drag yet
const NOTCH = 25; // the most of a wheel's turn that counts at once: mice send large steps, trackpads small ones

/**
 * Let a drawing be moved: a mouse drags, one finger drags what is zoomed in and else scrolls the page, two fingers zoom,
 * and so does the wheel with Ctrl or Cmd, or alone in full screen.
 * @param {SceneView} view
 */
export function moveByGestures(view) {
  const { host } = view;
  /** @type {Map<number, PointerEvent>} where each pressed pointer is */
  const pointers = new Map();
  let dragging = false;

  /** @param {PointerEvent} event */
  const isMeant = (event) =>
    event.target instanceof Element && event.target.closest("svg.scene") !== null && event.button === 0;

  host.addEventListener("pointerdown", (event) => {
    if (!isMeant(event)) return;
    if (event.isPrimary) pointers.clear();
    pointers.set(event.pointerId, event);
    dragging = pointers.size > 1;
  });

  host.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last || !event.buttons) return;
    const [right, down] = [event.clientX - last.clientX, event.clientY - last.clientY];
    if (!dragging && Math.hypot(right, down) < STILL) return;
    if (!dragging && event.pointerType !== "touch") host.setPointerCapture(event.pointerId);
    dragging = true;
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, event);
    if (other) pinch(last, event, other);
    else if (event.pointerType !== "touch" || view.isZoomed) view.panBy(right, down);
  });

  /**
   * @param {PointerEvent} from
   * @param {PointerEvent} to
   * @param {PointerEvent} other the finger that has not moved
   */
  function pinch(from, to, other) {
    const [before, now] = [spread(from, other), spread(to, other)];
    const middle = { clientX: (from.clientX + other.clientX) / 2, clientY: (from.clientY + other.clientY) / 2 };
    view.zoomBy(now / Math.max(before, 1), middle);
    view.panBy((to.clientX - from.clientX) / 2, (to.clientY - from.clientY) / 2);
  }

  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    host.addEventListener(end, (event) => {
      pointers.delete(event.pointerId);
      dragging = pointers.size > 0;
    });
  }

  host.addEventListener(
    "touchmove",
    (event) => {
      if (event.cancelable && (event.touches.length > 1 || view.isZoomed) && pointers.size) event.preventDefault();
    },
    { passive: false },
  );

  host.addEventListener(
    "wheel",
    (event) => {
      if (!(event.ctrlKey || event.metaKey || isFull(host))) return;
      if (!(event.target instanceof Element) || !event.target.closest("svg.scene")) return;
      event.preventDefault();
      const turn = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : NOTCH * Math.sign(event.deltaY);
      view.zoomBy(Math.exp(-Math.min(Math.max(turn, -NOTCH), NOTCH) / 100), event);
    },
    { passive: false },
  );
}

/** @param {PointerEvent} a @param {PointerEvent} b */
const spread = (a, b) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
