// The structure strip as a linked view: a span for every nucleotide in every line of #view-strip.

/** @typedef {import("./linked_view.js").LinkedView} LinkedView */

/** @implements {LinkedView} */
export class StripView {
  name = "strip";
  /** @type {Element[][]} the spans of each nucleotide */ #spans = [];
  /** @type {Element[]} */ #lighted = [];
  #count = 0;
  /** @type {Element | undefined} */ #first;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
  }

  get focusable() {
    return /** @type {HTMLElement | null} */ (this.host.querySelector(".strip"));
  }

  get length() {
    return this.#spans.length;
  }

  /** Look again for the spans, which come and go with the result. */
  refresh() {
    const spans = this.host.querySelectorAll("[data-i]");
    if (spans.length === this.#count && spans[0] === this.#first) return;
    [this.#count, this.#first, this.#spans] = [spans.length, spans[0], []];
    for (const span of spans) (this.#spans[Number(span.getAttribute("data-i"))] ??= []).push(span);
  }

  /** @param {MouseEvent} event */
  nearest({ target }) {
    const span = target instanceof Element ? target.closest("[data-i]") : null;
    return span ? Number(span.getAttribute("data-i")) : -1;
  }

  /** @param {number} lit @param {number} partner */
  light(lit, partner) {
    const [here, there] = [this.#spans[lit] ?? [], this.#spans[partner] ?? []];
    const wanted = [...here, ...there];
    const isSame = wanted.length === this.#lighted.length && wanted.every((span, k) => span === this.#lighted[k]);
    if (isSame && here.every((span) => span.classList.contains("lit"))) return; // else gradio has patched them
    for (const span of this.#lighted) span.classList.remove("lit", "partner");
    for (const span of here) span.classList.add("lit");
    for (const span of there) span.classList.add("partner");
    this.#lighted = wanted;
  }

  reveal() {} // the strip wraps: all of it is there
}
