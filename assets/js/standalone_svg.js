// A drawing of the page as an SVG that needs no page: all of it, nothing lit, its colours and its legend inside.
//
// Drawing programs read little of CSS: rules with one class each, and no variables. So every letter is given the class
// on-ROLE of its disc's role, and `facts.standaloneCss` has a rule for each class.

import { facts } from "./facts.js";
import { parsed } from "./camera.js";

const SVG = "http://www.w3.org/2000/svg";
const FONT = "Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif";
const ROLE = /^(element|base|class|agreement|confidence)-/;
const [PAD, ROW, GAP] = [10, 20, 16]; // pixels around the legend, a row's height, between two entries

/**
 * @param {SVGSVGElement} svg
 * @param {string} title
 * @returns {{text: string, width: number, height: number}} its size is that of the units, so that letters can be read
 */
export function standaloneSvg(svg, title) {
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  const { x, y, width, height } = contentOf(svg);
  const legend = legendOf(svg, width);
  const high = height + legend.height;
  for (const name of ["style", "data-moving", "class"]) copy.removeAttribute(name);
  copy.setAttribute("class", `scene scene-${svg.dataset.view}`);
  copy.setAttribute("viewBox", `${x} ${y} ${width} ${high}`);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(high));
  copy.setAttribute("font-family", FONT);
  for (const element of copy.querySelectorAll(".lit, .partner")) element.classList.remove("lit", "partner");
  for (const group of copy.querySelectorAll(".nucleotide")) {
    const role = [...group.classList].find((name) => ROLE.test(name));
    group.querySelector("text")?.setAttribute("class", `on-${role}`);
  }
  legend.group.setAttribute("transform", `translate(${x} ${y + height}) scale(${legend.scale})`);
  copy.prepend(
    made("title", {}, title),
    made("style", {}, facts.standaloneCss),
    made("rect", { x, y, width, height: high, fill: "#ffffff" }),
  );
  copy.append(legend.group);
  return { text: new XMLSerializer().serializeToString(copy), width, height: high };
}

/** The drawing's own viewBox, which the viewer keeps in data-whole while it shows a part. @param {SVGSVGElement} svg */
function contentOf(svg) {
  return parsed(svg.dataset.whole ?? svg.getAttribute("viewBox")) ?? { x: 0, y: 0, width: 1, height: 1 };
}

/**
 * The legend below a drawing: the entries of the page's legend, in rows that fit.
 * @param {SVGSVGElement} svg
 * @param {number} width of the drawing, in units
 */
function legendOf(svg, width) {
  const group = made("g", { class: "legend", "font-size": 13 });
  const entries = [...(svg.parentElement?.querySelectorAll("ul.legend > li") ?? [])];
  const scale = parseFloat(svg.style.getPropertyValue("--pixel")) || 1; // units a pixel, as for the drawing's numbers
  const room = width / scale - 2 * PAD;
  let [x, row] = [0, 0];
  for (const entry of entries) {
    const box = entry.getBoundingClientRect();
    if (x > 0 && x + box.width > room) [x, row] = [0, row + 1];
    for (const node of entry.childNodes) {
      group.append(...piece(node, { x: PAD + x - box.left, y: PAD + row * ROW + ROW / 2 }));
    }
    x += box.width + GAP;
  }
  return { group, scale, height: entries.length ? (2 * PAD + (row + 1) * ROW) * scale : 0 };
}

/**
 * A key or a text of an entry, as far to the right as the page has it.
 * @param {Node} node
 * @param {{x: number, y: number}} from what is added to its place in the window, and the middle of its row
 */
function piece(node, from) {
  const range = document.createRange();
  range.selectNodeContents(node);
  const { left, width, height } = (node instanceof Element ? node : range).getBoundingClientRect();
  const x = left + from.x;
  if (!(node instanceof Element)) {
    const text = node.textContent?.trim();
    return text ? [made("text", { class: "label", x, y: from.y + 4.5 }, text)] : [];
  }
  const key = /** @type {Element} */ (node.cloneNode(true));
  for (const filled of key.querySelectorAll("[fill^=var]")) filled.removeAttribute("fill");
  for (const [name, value] of Object.entries({ x, y: from.y - height / 2, width, height })) {
    key.setAttribute(name, String(value));
  }
  return [key];
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
function made(tag, attributes, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}
