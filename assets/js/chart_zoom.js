// What part of a chart's two axes is shown, and how a zoom changes it. A range may run either way.

/** @typedef {[number, number]} Range */
/** @typedef {{x: number, y: number}} Point */

const STEP = 1.6; // a button's zoom
const LEAST = 8; // positions: no zoom shows fewer
const AXES = /** @type {const} */ (["x", "y"]);

export class Ranges {
  /** @type {Range} */ x = [0, 1];
  /** @type {Range} */ y = [0, 1];
  /** @type {{x: Range, y: Range}} */ #whole = { x: this.x, y: this.y };

  /** @param {Record<string, any>} layout of a figure that is shown from now on, as a whole */
  show(layout) {
    for (const axis of AXES) this[axis] = /** @type {Range} */ (layout[`${axis}axis`]?.range ?? [0, 1]);
    this.#whole = { x: this.x, y: this.y };
  }

  /** @param {Record<string, any>} change plotly's word of a zoom or a move */
  follow(change) {
    for (const axis of AXES) {
      /** @type {Range} */
      const range = change[`${axis}axis.range`] ?? this[axis];
      const ends = [change[`${axis}axis.range[0]`] ?? range[0], change[`${axis}axis.range[1]`] ?? range[1]];
      this[axis] = /** @type {Range} */ (ends);
    }
  }

  get isZoomed() {
    return width(this.x) < 0.999 * width(this.#whole.x);
  }

  get isLargest() {
    return width(this.x) <= LEAST + 0.001;
  }

  /** What plotly is told to show less or more. @param {1 | -1} way @param {Point | null} at the middle, if one is meant */
  zoomed(way, at) {
    const factor = way > 0 ? Math.min(STEP, width(this.x) / LEAST) : 1 / STEP;
    return this.#change((axis) => zoomed(this[axis], this.#whole[axis], factor, at?.[axis] ?? middle(this[axis])));
  }

  /** What plotly is told to show everything. */
  fitted() {
    return this.#change((axis) => this.#whole[axis]);
  }

  /** @param {(axis: "x" | "y") => Range} range */
  #change(range) {
    return { "xaxis.range": range("x"), "yaxis.range": range("y") };
  }
}

/**
 * The range, `factor` times as narrow around a position, and not beyond the whole.
 * @param {Range} range @param {Range} whole @param {number} factor @param {number} position
 * @returns {Range}
 */
function zoomed(range, whole, factor, position) {
  const [low, high] = whole[0] < whole[1] ? whole : [whole[1], whole[0]];
  const extent = Math.min(width(range) / factor, high - low);
  const start = Math.min(Math.max(position - extent / 2, low), high - extent);
  return whole[0] < whole[1] ? [start, start + extent] : [start + extent, start];
}

/** @param {Range} range */
const middle = ([start, end]) => (start + end) / 2;

/** @param {Range} range */
const width = ([start, end]) => Math.abs(end - start);
