// What a drawing of the server shows: where its nucleotides are, and which elements belong to each.

import { parsed } from "./camera.js";

/** @typedef {import("./camera.js").Point} Point */
/** @typedef {import("./camera.js").Rect} Rect */

/**
 * @typedef {Object} Scene
 * @property {Rect} content all of it, in units
 * @property {Point[]} anchors the middle of each nucleotide
 * @property {Element[]} nucleotides the group of each
 * @property {number[]} partners that this drawing has, -1 of none
 * @property {Map<number, Element[]>} pairs the lines that end at each
 * @property {string} letters of all nucleotides
 * @property {number} letterSize in units
 */

/** @type {Scene} */
export const NOTHING = {
  content: { x: 0, y: 0, width: 1, height: 1 },
  anchors: [],
  nucleotides: [],
  partners: [],
  pairs: new Map(),
  letters: "",
  letterSize: 0,
};

/** @param {SVGSVGElement} svg @returns {Scene} */
export function readScene(svg) {
  /** @type {Point[]} */
  const anchors = [];
  /** @type {Element[]} */
  const nucleotides = [];
  /** @type {number[]} */
  const partners = [];
  /** @type {(string | null)[]} */
  const letters = [];
  for (const group of svg.querySelectorAll(".nucleotide[data-i]")) {
    const i = numberOf(group, "data-i");
    const disc = group.querySelector("circle");
    if (!disc) continue;
    anchors[i] = { x: numberOf(disc, "cx"), y: numberOf(disc, "cy") };
    nucleotides[i] = group;
    partners[i] = group.hasAttribute("data-j") ? numberOf(group, "data-j") : -1;
    letters[i] = group.textContent;
  }
  const letter = svg.querySelector(".nucleotide text");
  return {
    content: parsed(svg.getAttribute("viewBox")) ?? NOTHING.content,
    anchors,
    nucleotides,
    partners,
    pairs: pairsOf(svg),
    letters: letters.join(""),
    letterSize: letter ? parseFloat(getComputedStyle(letter).fontSize) : 0,
  };
}

/** @param {SVGSVGElement} svg */
function pairsOf(svg) {
  /** @type {Map<number, Element[]>} */
  const pairs = new Map();
  for (const path of svg.querySelectorAll(".pair[data-i]")) {
    for (const i of [numberOf(path, "data-i"), numberOf(path, "data-j")]) {
      pairs.set(i, [...(pairs.get(i) ?? []), path]);
    }
  }
  return pairs;
}

/** @param {Element} element @param {string} name */
const numberOf = (element, name) => Number(element.getAttribute(name) ?? NaN);
