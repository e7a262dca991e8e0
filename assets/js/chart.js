// One chart: its place on the page, its JSON, and the marks of lit nucleotides over it.
//
// plotly is told where to draw (margins that do not grow, a width and height in pixels), so it is known where each
// nucleotide lies without asking it: `layout.meta` says so (ssp_core/charts). Marks and row labels are elements of our
// own over plotly's, and the pointer's place gives the nucleotide in the same way for mouse, pen and finger.

import { makeMarks, setMark } from "./chart_marks.js";
import { Ranges } from "./chart_zoom.js";
import { forPrint, inked, roomFor, sideOf, sized } from "./figure.js";
import { placeIn } from "./larger.js";
import { CONFIG, plotlyNow } from "./plotly.js";
import { addToolbar } from "./toolbar.js";

/** @typedef {import("./plotly.js").Figure} Figure */
/** @typedef {import("./plotly.js").Plotly} Plotly */
/** @typedef {import("./linked_view.js").LinkedView} LinkedView */

/**
 * Where the nucleotides lie, in pixels from the chart's top left corner; "none" for a chart without nucleotides.
 * @typedef {Object} Geometry
 * @property {string} view
 * @property {"columns" | "cross" | "none"} kind one column each, or one column and one row each
 * @property {number} length
 * @property {number} left
 * @property {number} top
 * @property {number} plotWidth of all nucleotides together
 * @property {number} plotHeight
 * @property {number} first position of the first column
 * @property {{text: string, y: number}[]} rows labels at the left edge
 */

const AROUND = { above: 8, below: 26 }; // pixels over and under the columns that belong to them: letters stand there

/** @implements {LinkedView} */
export class Chart {
  #mount = made("div", "chart");
  #scroll = made("div", "chart-scroll");
  #plot = made("div", "chart-plot");
  #rows = made("div", "chart-rows");
  #marks = makeMarks();
  #text = ""; // the JSON that is drawn
  #dark = false; // the theme it is drawn in
  #isDrawn = false;
  #isFluid = false; // as wide as its place, by plotly's doing
  #width = 0; // of its place, when it was drawn
  /** @type {Geometry | null} */ #geometry = null;
  /** @type {Record<string, any>} */ #margin = {};
  #ranges = new Ranges();
  #showZoom = () => {};
  #hasTools = false;
  #lit = -1;
  #partner = -1;

  /** @param {HTMLElement} host @param {HTMLElement} source the element that holds the JSON */
  constructor(host, source) {
    this.host = host;
    this.source = source;
    this.#mount.setAttribute("data-own", "");
    const canvas = made("div", "chart-canvas");
    canvas.append(this.#plot, this.#marks);
    this.#scroll.append(canvas);
    this.#mount.append(this.#scroll, this.#rows);
    host.append(this.#mount);
  }

  get name() {
    return this.#geometry?.view ?? "";
  }

  /** A wide chart scrolls by keys, too. */
  get focusable() {
    return this.#geometry?.kind === "columns" ? this.#scroll : this.host;
  }

  get length() {
    return this.#geometry?.length ?? 0;
  }

  get isLinked() {
    return this.#geometry !== null && this.#geometry.kind !== "none";
  }

  /** The element to watch: where the chart is, whether drawn or not. */
  get element() {
    return this.#mount;
  }

  get isInSight() {
    const { top, bottom, width } = this.#mount.getBoundingClientRect();
    return width > 0 && bottom >= 0 && top <= window.innerHeight;
  }

  get #json() {
    return this.source.textContent?.trim() ?? "";
  }

  /** Keep room for a chart that is not drawn yet. */
  reserve() {
    this.#mount.toggleAttribute("data-waiting", !this.#isDrawn && this.#json !== "");
  }

  get isStale() {
    return this.#json !== this.#text || (this.#text !== "" && this.#dark !== isDark());
  }

  // --- Drawing -------------------------------------------------------------------------------------------------------

  /** Draw what the server has sent, with one call to plotly. @param {Plotly} plotly */
  draw(plotly) {
    this.#text = this.#json;
    this.#dark = isDark();
    if (!this.#text) return this.remove(plotly);
    const figure = sized(inked(this.#text, this.#dark ? "dark" : "light"), roomFor(this.#mount));
    const { layout } = figure;
    this.#geometry = layout.meta ?? null;
    this.#margin = layout.margin;
    this.#ranges.show(layout);
    this.#frame(layout);
    this.#addTools();
    const config = this.isLinked ? { ...CONFIG, doubleClick: false } : CONFIG; // a second click must not move it away
    const bare = this.isLinked ? { ...config, displayModeBar: false } : config;
    const wasDrawn = this.#isDrawn;
    this.#isDrawn = true;
    this.#isFluid = !layout.width;
    this.#scroll.toggleAttribute("data-fluid", this.#isFluid);
    this.#width = this.#mount.clientWidth;
    this.reserve();
    plotly.react(this.#plot, figure.data, layout, bare).then((drawn) => {
      if (wasDrawn) return;
      for (const event of ["plotly_relayout", "plotly_relayouting"]) drawn.on(event, (detail) => this.#follow(detail));
    });
    this.#place();
  }

  /** @param {Plotly | null} plotly */
  remove(plotly) {
    if (this.#isDrawn) plotly?.purge(this.#plot); // or it would go on listening to the window
    this.#isDrawn = false;
    this.#geometry = null;
    this.#frame({});
    this.#place();
  }

  /** Draw again for another size of its room, if that changes anything. @param {Plotly} plotly */
  resize(plotly) {
    const width = this.#mount.clientWidth;
    if (!this.#isDrawn || !width) return;
    if (this.#isFluid) {
      // plotly follows the window, but not in a tab that is closed meanwhile.
      if (width !== this.#width) plotly.Plots.resize(this.#plot);
      this.#width = width;
    }
    if (this.#geometry?.kind !== "cross") return;
    if (sideOf(this.#margin, roomFor(this.#mount)) !== this.#geometry.plotWidth) this.draw(plotly);
  }

  /** The figure as a picture needs it. @returns {Figure} */
  figureForPrint() {
    const { clientWidth: width, clientHeight: height } = this.#plot;
    return forPrint(sized(inked(this.#text, "light"), roomFor(this.#mount)), { width, height });
  }

  /** @param {Figure["layout"]} layout */
  #frame({ width, height }) {
    const canvas = /** @type {HTMLElement} */ (this.#plot.parentElement);
    canvas.style.width = width ? `${width}px` : "";
    canvas.style.height = height ? `${height}px` : "";
    const { left = 0, rows = [] } = this.#geometry ?? {};
    this.#rows.style.width = `${rows.length ? left - 4 : 0}px`;
    this.#rows.replaceChildren(
      ...rows.map(({ text, y }) => {
        const label = made("span", "");
        label.textContent = text;
        label.style.top = `${y}px`;
        return label;
      }),
    );
  }

  /** A zoom or a move by plotly's own buttons. @param {Record<string, any>} change */
  #follow(change) {
    this.#ranges.follow(change);
    this.#place();
    this.#showZoom();
  }

  // --- Zoom ----------------------------------------------------------------------------------------------------------

  #addTools() {
    if (this.#hasTools || this.#geometry?.kind !== "cross") return;
    this.#hasTools = true;
    this.#showZoom = addToolbar(this);
  }

  get isZoomed() {
    return this.#ranges.isZoomed;
  }

  get isLargest() {
    return this.#ranges.isLargest;
  }

  zoomIn() {
    this.#relayout(this.#ranges.zoomed(1, this.#middle()));
  }

  zoomOut() {
    this.#relayout(this.#ranges.zoomed(-1, this.#middle()));
  }

  fit() {
    this.#relayout(this.#ranges.fitted());
  }

  /** The cell of the lit nucleotide and its partner. */
  #middle() {
    const { first = 1 } = this.#geometry ?? {};
    return this.#lit < 0 ? null : { x: this.#lit + first, y: (this.#partner < 0 ? this.#lit : this.#partner) + first };
  }

  /** @param {object} change */
  #relayout(change) {
    plotlyNow()?.relayout(this.#plot, change);
  }

  // --- Linking -------------------------------------------------------------------------------------------------------

  /** @param {MouseEvent} event */
  nearest(event) {
    const geometry = this.#geometry;
    if (!geometry || geometry.kind === "none") return -1;
    const [right, down] = placeIn(this.#plot, event, geometry);
    const { above, below } = geometry.kind === "columns" ? AROUND : { above: 0, below: 0 };
    if (down < -above || down > geometry.plotHeight + below || right < 0 || right >= geometry.plotWidth) return -1;
    const [from, to] = this.#edges("x");
    const i = Math.round(from + (right / geometry.plotWidth) * (to - from)) - geometry.first;
    return i >= 0 && i < geometry.length ? i : -1;
  }

  /**
   * The positions at the edges of what the nucleotides take up, left and right or top and bottom.
   * @param {"x" | "y"} axis
   */
  #edges(axis) {
    const { kind, first = 1, length = 1 } = this.#geometry ?? {};
    const [low, high] = kind === "cross" ? this.#ranges[axis] : [first - 0.5, first - 0.5 + length];
    return axis === "x" ? [low, high] : [high, low]; // plotly counts upwards
  }

  /** @param {number} lit @param {number} partner */
  light(lit, partner) {
    if (lit === this.#lit && partner === this.#partner) return;
    [this.#lit, this.#partner] = [lit, partner];
    this.#place();
  }

  #place() {
    const [thereColumn, thereRow, hereColumn, hereRow] = this.#marks.children;
    const [hasRows, geometry] = [this.#geometry?.kind === "cross", this.#geometry];
    for (const [i, column, row] of /** @type {const} */ ([
      [this.#partner, thereColumn, thereRow],
      [this.#lit, hereColumn, hereRow],
    ])) {
      const across = this.#extent(i, "x");
      const down = hasRows ? this.#extent(i, "y") : null;
      const { left = 0, top = 0, plotWidth = 0, plotHeight = 0 } = geometry ?? {};
      setMark(column, across && [left + across[0], top, across[1], plotHeight]);
      setMark(row, down && [left, top + down[0], plotWidth, down[1]]);
    }
  }

  /**
   * Where the column or the row of a nucleotide begins in the plot and how wide it is, in pixels; null out of sight.
   * @param {number} i
   * @param {"x" | "y"} axis
   * @returns {[number, number] | null}
   */
  #extent(i, axis) {
    const geometry = this.#geometry;
    if (!geometry || geometry.kind === "none" || i < 0 || i >= geometry.length) return null;
    const [from, to] = this.#edges(axis);
    const all = axis === "x" ? geometry.plotWidth : geometry.plotHeight;
    const cell = all / Math.abs(to - from);
    const middle = ((i + geometry.first - from) / (to - from)) * all;
    const wide = Math.max(cell, 3);
    return middle < 0 || middle > all ? null : [middle - wide / 2, wide];
  }

  /** @param {number} i */
  reveal(i) {
    const extent = this.#geometry?.kind === "columns" ? this.#extent(i, "x") : null;
    if (!extent || !this.#geometry) return;
    const { scrollLeft, clientWidth } = this.#scroll;
    const { left } = this.#geometry;
    const middle = left + extent[0] + extent[1] / 2;
    const seen = middle - scrollLeft;
    if (seen < left + 8 || seen > clientWidth - 24) this.#scroll.scrollLeft = middle - (clientWidth + left) / 2;
  }
}

const isDark = () => document.body.classList.contains("dark");

/** @param {string} tag @param {string} name */
function made(tag, name) {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}
