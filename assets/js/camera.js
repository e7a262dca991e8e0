// What part of a drawing is shown, as a rectangle in the drawing's units. Pure functions; the viewer applies them.

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{width: number, height: number}} Size */
/** @typedef {{x: number, y: number, width: number, height: number}} Rect */

const SLACK = 0.3; // of the window: so far beyond its edge a drawing may be moved once it is zoomed in
const OVERLAP = 0.2; // of the window, or of the drawing where that is smaller: so much of it stays in sight

/**
 * The smallest rectangle of the window's proportions that shows the whole drawing.
 * @param {Rect} content
 * @param {Size} box
 * @returns {Rect}
 */
export function fitted(content, box) {
  const scale = Math.min(box.width / content.width, box.height / content.height);
  return centred(middleOf(content), { width: box.width / scale, height: box.height / scale });
}

/**
 * @param {Point} middle
 * @param {Size} size
 * @returns {Rect}
 */
export function centred(middle, { width, height }) {
  return { x: middle.x - width / 2, y: middle.y - height / 2, width, height };
}

/** @param {Rect} rect @returns {Point} */
export function middleOf({ x, y, width, height }) {
  return { x: x + width / 2, y: y + height / 2 };
}

/**
 * Enlarge by a factor; the point `at` stays where it is in the window.
 * @param {Rect} view
 * @param {number} factor
 * @param {Point} at
 * @returns {Rect}
 */
export function zoomed(view, factor, at) {
  return {
    x: at.x - (at.x - view.x) / factor,
    y: at.y - (at.y - view.y) / factor,
    width: view.width / factor,
    height: view.height / factor,
  };
}

/**
 * The nearest allowed rectangle: no larger than `whole`, no smaller than `whole` enlarged `most` times, and not away
 * from the drawing.
 * @param {Rect} view
 * @param {Rect} content the drawing
 * @param {Rect} whole the rectangle that shows all of it
 * @param {number} most
 * @returns {Rect}
 */
export function limited(view, content, whole, most) {
  const factor = Math.min(Math.max(view.width, whole.width / most), whole.width) / view.width;
  const sized = factor === 1 ? view : zoomed(view, 1 / factor, middleOf(view));
  const slack = SLACK * (1 - sized.width / whole.width);
  return {
    ...sized,
    x: placed([sized.x, sized.width], [content.x, content.width], [whole.x, whole.width], slack),
    y: placed([sized.y, sized.height], [content.y, content.height], [whole.y, whole.height], slack),
  };
}

/**
 * @param {[number, number]} view start and extent of what is shown
 * @param {[number, number]} content
 * @param {[number, number]} whole
 * @param {number} slack
 */
function placed([start, extent], [low, length], [first, all], slack) {
  const inside = clamped(start, first - slack * extent, first + all + slack * extent - extent);
  const overlap = OVERLAP * Math.min(extent, length);
  return clamped(inside, low + overlap - extent, low + length - overlap);
}

/** @param {number} value @param {number} least @param {number} most */
const clamped = (value, least, most) => Math.min(Math.max(value, least), most);

/**
 * @param {Rect} view
 * @param {Point} point
 * @param {number} [inset] share of the window at each edge that does not count
 */
export function holds(view, { x, y }, inset = 0) {
  const [across, down] = [inset * view.width, inset * view.height];
  return x >= view.x + across && x <= view.x + view.width - across && y >= view.y + down && y <= view.y + view.height - down;
}

/** @param {Rect} rect @param {number} around @returns {Rect} */
export function widened({ x, y, width, height }, around) {
  return { x: x - around, y: y - around, width: width + 2 * around, height: height + 2 * around };
}

/** @param {Rect} outer @param {Rect} inner */
export function contains(outer, inner) {
  return holds(outer, inner) && holds(outer, { x: inner.x + inner.width, y: inner.y + inner.height });
}

/** @param {string | null} viewBox @returns {Rect | null} */
export function parsed(viewBox) {
  const numbers = (viewBox ?? "").split(/[\s,]+/).map(Number);
  const [x, y, width, height] = numbers;
  return numbers.length === 4 && numbers.every(Number.isFinite) && width > 0 && height > 0 ? { x, y, width, height } : null;
}
