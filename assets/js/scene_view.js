// One chain view: which part of its drawing is shown, and which nucleotides of it are lit.
//
// While it moves, the browser moves the picture that it has painted (a transform of the svg: 3 to 10 ms a frame at 1,000
// nt). When it rests, the viewBox says what is shown, and letters are sharp again. A viewBox for every frame takes 27 ms,
// a transform of one group 28 ms for a zoom and 4 ms for a pan.

import { centred, contains, fitted, holds, limited, middleOf, widened, zoomed } from "./camera.js";
import { enlargement } from "./larger.js";
import { NEAR } from "./linked_view.js";
import { NOTHING, readScene } from "./scene.js";

/** @typedef {import("./camera.js").Rect} Rect */
/** @typedef {import("./camera.js").Point} Point */
/** @typedef {import("./scene.js").Scene} Scene */

const LEAST_LETTER = 8; // pixels: smaller letters are not shown
const MOST_LETTER = 40; // pixels: no zoom makes them larger
const STEP = 1.6; // a button's zoom
const REST = 120; // milliseconds without a movement until a drawing is at rest
const BLUR = 2; // how far the painted picture is enlarged before it is painted anew
const AROUND = 240; // pixels that are painted around it, to be moved into sight (assets/css/viewer.css)
const EDGE = 0.1; // of the window: nucleotides so near to its edge are moved into sight

export class SceneView {
  /** @type {SVGSVGElement | null} */ #svg = null;
  #written = ""; // the viewBox as it was last written
  /** @type {Scene} */ #scene = NOTHING;
  /** @type {Rect} the rectangle that shows the whole drawing */ #whole = NOTHING.content;
  /** @type {Rect} what the viewBox shows */ #painted = NOTHING.content;
  /** @type {Rect} what is shown */ #view = NOTHING.content;
  #size = { width: 1, height: 1 }; // of the svg in the window, in pixels
  /** @type {Element[]} */ #lighted = [];
  #lit = -1;
  #timer = 0;
  #resizes = new ResizeObserver(() => this.#resize());

  /**
   * @param {HTMLElement} host
   * @param {string} name
   * @param {(view: SceneView) => void} onRest called whenever another part of the drawing is shown
   */
  constructor(host, name, onRest) {
    this.host = host;
    this.name = name;
    this.onRest = onRest;
  }

  get focusable() {
    return this.host;
  }

  get length() {
    return this.#scene.anchors.length;
  }

  get isZoomed() {
    return this.#view.width < 0.999 * this.#whole.width;
  }

  get isLargest() {
    return this.#view.width <= 1.001 * (this.#whole.width / this.#most);
  }

  /** @param {Element} svg whether it shows what this view last wrote into it */
  isOwn(svg) {
    return svg === this.#svg && svg.getAttribute("viewBox") === this.#written;
  }

  // --- What there is to show -----------------------------------------------------------------------------------------

  /**
   * Show a drawing that has come from the server. The same RNA stays at the zoom it has, another one is shown whole.
   * @param {SVGSVGElement} svg
   */
  show(svg) {
    const last = { scene: this.#scene, zoomed: this.isZoomed, view: this.#view };
    if (svg !== this.#svg) {
      this.#resizes.disconnect();
      this.#resizes.observe(svg);
      this.#svg = svg;
    }
    clearTimeout(this.#timer);
    svg.dataset.whole = svg.getAttribute("viewBox") ?? "";
    this.#scene = readScene(svg);
    this.#size = sizeOf(svg) ?? this.#size;
    this.#whole = this.#painted = this.#view = fitted(this.#scene.content, this.#size);
    const isSame = last.scene.letters === this.#scene.letters && last.scene.anchors.length > 0;
    if (isSame && last.zoomed) this.#keep(last.view, last.scene.anchors);
    this.#rest();
    this.#mark();
  }

  /**
   * Show the nucleotide that was lit, or was in the middle, at the same place and in the same size as before.
   * @param {Rect} view
   * @param {Point[]} anchors
   */
  #keep(view, anchors) {
    const focus = this.#lit >= 0 && holds(view, anchors[this.#lit]) ? this.#lit : nearestTo(middleOf(view), anchors);
    const [before, now] = [anchors[focus], this.#scene.anchors[focus]];
    this.#view = { ...view, x: now.x + view.x - before.x, y: now.y + view.y - before.y };
    this.#view = this.#limit(withProportions(this.#view, this.#size));
  }

  #resize() {
    if (!this.#svg || this.#svg.hasAttribute("data-moving")) return;
    const size = sizeOf(this.#svg);
    if (!size || (size.width === this.#size.width && size.height === this.#size.height)) return;
    const scale = this.#size.width / this.#view.width;
    const zoomed = this.isZoomed;
    this.#size = size;
    this.#whole = fitted(this.#scene.content, size);
    const same = { width: size.width / scale, height: size.height / scale };
    this.#view = zoomed ? this.#limit(centred(middleOf(this.#view), same)) : this.#whole;
    this.#rest();
  }

  // --- Which part is shown -------------------------------------------------------------------------------------------

  get #most() {
    const letter = (this.#scene.letterSize * this.#size.width) / this.#whole.width;
    return Math.max(letter > 0 ? MOST_LETTER / letter : 8, 1);
  }

  /** @param {Rect} view */
  #limit(view) {
    return limited(view, this.#scene.content, this.#whole, this.#most);
  }

  /** @param {Rect} view */
  #move(view) {
    const svg = this.#svg;
    if (!svg) return;
    this.#view = this.#limit(view);
    const larger = this.#painted.width / this.#view.width;
    const around = (AROUND * this.#painted.width) / this.#size.width;
    if (larger > BLUR || !contains(widened(this.#painted, around), this.#view)) return this.#rest();
    const scale = this.#size.width / this.#view.width / enlargement(svg);
    const [right, down] = [(this.#painted.x - this.#view.x) * scale, (this.#painted.y - this.#view.y) * scale];
    svg.toggleAttribute("data-moving", true);
    svg.style.transform = `translate(${right}px, ${down}px) scale(${larger})`;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#rest(), REST);
  }

  #rest() {
    const svg = this.#svg;
    if (!svg) return;
    clearTimeout(this.#timer);
    this.#painted = this.#view;
    const { x, y, width, height } = this.#view;
    this.#written = [x, y, width, height].map((value) => value.toFixed(3)).join(","); // the server writes spaces
    svg.setAttribute("viewBox", this.#written);
    svg.removeAttribute("data-moving");
    svg.style.transform = "";
    const scale = this.#size.width / width;
    const pixel = parseFloat(svg.style.getPropertyValue("--pixel")) || 1;
    svg.style.setProperty("--zoom", (scale * pixel).toFixed(4)); // --pixel / --zoom is a pixel of the screen, in units
    svg.classList.toggle("far", this.#scene.letterSize * scale < LEAST_LETTER);
    this.host.toggleAttribute("data-zoomed", this.isZoomed);
    this.onRest(this);
  }

  /**
   * @param {number} right pixels
   * @param {number} down pixels
   */
  panBy(right, down) {
    const unit = this.#view.width / this.#size.width;
    this.#move({ ...this.#view, x: this.#view.x - right * unit, y: this.#view.y - down * unit });
  }

  /**
   * Zoom by a factor; what is below a place of the window stays there.
   * @param {number} factor
   * @param {{clientX: number, clientY: number}} at
   */
  zoomBy(factor, at) {
    const [least, most] = [this.#view.width / this.#whole.width, (this.#view.width * this.#most) / this.#whole.width];
    this.#move(zoomed(this.#view, Math.min(Math.max(factor, least), most), this.#unitsAt(at)));
  }

  /** One step nearer to the lit nucleotide, or to the middle of what is drawn in sight: never to an empty place. */
  zoomIn() {
    const middle = this.#scene.anchors[this.#lit] ?? this.#middleInSight();
    this.#jump(centred(middle, { width: this.#view.width / STEP, height: this.#view.height / STEP }));
  }

  zoomOut() {
    const lit = this.#scene.anchors[this.#lit];
    this.#jump(zoomed(this.#view, 1 / STEP, lit && holds(this.#view, lit) ? lit : middleOf(this.#view)));
  }

  fit() {
    this.#jump(this.#whole);
  }

  /** @param {Rect} view */
  #jump(view) {
    this.#view = this.#limit(view);
    this.#rest();
  }

  #middleInSight() {
    const seen = this.#scene.anchors.filter((anchor) => holds(this.#view, anchor));
    if (!seen.length) return this.#scene.anchors[nearestTo(middleOf(this.#view), this.#scene.anchors)] ?? middleOf(this.#view);
    const sum = seen.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
    return seen[nearestTo({ x: sum.x / seen.length, y: sum.y / seen.length }, seen)];
  }

  /** @param {{clientX: number, clientY: number}} at @returns {Point} */
  #unitsAt({ clientX, clientY }) {
    const box = this.#svg?.getBoundingClientRect() ?? new DOMRect();
    const unit = this.#painted.width / (box.width || 1); // the box is moved along with the picture
    return { x: this.#painted.x + (clientX - box.left) * unit, y: this.#painted.y + (clientY - box.top) * unit };
  }

  // --- Linking -------------------------------------------------------------------------------------------------------

  /** @param {MouseEvent} event */
  nearest(event) {
    if (!(event.target instanceof Element) || !this.#svg?.contains(event.target)) return -1;
    const at = this.#unitsAt(event);
    const i = nearestTo(at, this.#scene.anchors);
    const reach = (NEAR * this.#view.width) / this.#size.width;
    return i >= 0 && distance(at, this.#scene.anchors[i]) < reach ? i : -1;
  }

  /** @param {number} lit its partner is the one that this drawing has: a mutant's may be another */
  light(lit) {
    if (lit === this.#lit) return;
    this.#lit = lit;
    this.#mark();
  }

  #mark() {
    for (const element of this.#lighted) element.classList.remove("lit", "partner");
    const { nucleotides, partners } = this.#scene;
    const [here, there] = [nucleotides[this.#lit], nucleotides[partners[this.#lit] ?? -1]];
    const pairs = this.#scene.pairs.get(this.#lit) ?? [];
    here?.classList.add("lit");
    there?.classList.add("partner");
    for (const path of pairs) path.classList.add("lit");
    this.#lighted = [here, there, ...pairs].filter((element) => element !== undefined);
  }

  /** @param {number} i */
  reveal(i) {
    const anchor = this.#scene.anchors[i];
    if (!anchor || !this.isZoomed || holds(this.#view, anchor, EDGE)) return;
    this.#move(centred(anchor, this.#view));
  }
}

/** @param {Point} a @param {Point} b */
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

/** @param {Point} at @param {Point[]} points @returns {number} the index of the nearest, -1 of none */
function nearestTo(at, points) {
  let best = -1;
  let least = Infinity;
  for (let i = 0; i < points.length; i += 1) {
    const [across, down] = [points[i].x - at.x, points[i].y - at.y];
    const square = across * across + down * down;
    if (square < least) [best, least] = [i, square];
  }
  return best;
}

/** @param {SVGSVGElement} svg @returns {import("./camera.js").Size | null} null in a tab that is not open */
function sizeOf(svg) {
  const { width, height } = svg.getBoundingClientRect();
  return width > 0 && height > 0 ? { width, height } : null;
}

/** @param {Rect} view @param {import("./camera.js").Size} size @returns {Rect} as wide as before */
function withProportions(view, { width, height }) {
  return centred(middleOf(view), { width: view.width, height: (view.width * height) / width });
}
