// A drawing of the page as an SVG that needs no page: all of it, nothing lit, its colours and its legend inside.
//
// Drawing programs read little of CSS: rules with one class each, and no variables. So every letter is given the class
// on-ROLE of its disc's role, and `facts.standaloneCss` has a rule for each class.

import { facts } from "./facts.js";
import { parsed } from "./camera.js";

const SVG = "http://www.w3.org/2000/svg";
const FONT = "Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif";
const ROLE = /^(element|base|class|agreement|confidence)-/;
const PAD = 10; // pixels beside and above the legend

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
  copy.prepend(made("title", {}, title), made("style", {}, facts.standaloneCss), made("rect", { x, y, width, height: high, fill: "#ffffff" }));
  copy.append(legend.group);
  return { text: new XMLSerializer().serializeToString(copy), width, height: high };
}

/** The drawing's own viewBox, which the viewer keeps in data-whole while it shows a part. @param {SVGSVGElement} svg */
function contentOf(svg) {
  return parsed(svg.dataset.whole ?? svg.getAttribute("viewBox")) ?? { x: 0, y: 0, width: 1, height: 1 };
}

/**
 * The legend beside a drawing, each key and name where the page has it.
 * @param {SVGSVGElement} svg
 * @param {number} width of the drawing, in units
 */
function legendOf(svg, width) {
  const group = made("g", { class: "legend", "font-size": 12 });
  const list = svg.parentElement?.querySelector("ul.legend");
  const box = list?.getBoundingClientRect();
  if (!list || !box?.width) return { group, scale: 1, height: 0 };
  for (const { node, left, top, size } of pieces(list)) {
    const place = { x: left - box.left + PAD, y: top - box.top + PAD };
    if (node instanceof Element) {
      const key = /** @type {Element} */ (node.cloneNode(true));
      for (const filled of key.querySelectorAll("[fill^=var]")) filled.removeAttribute("fill");
      for (const [name, value] of Object.entries({ ...place, ...size })) key.setAttribute(name, String(value));
      group.append(key);
    } else {
      group.append(made("text", { class: "label", x: place.x, y: place.y + size.height / 2 + 4 }, node.textContent ?? ""));
    }
  }
  const scale = Math.max(width / (box.width + 2 * PAD), 1);
  return { group, scale, height: (box.height + 2 * PAD) * scale };
}

/** The keys and texts of a legend with their places in the window. @param {Element} list */
function pieces(list) {
  const found = [];
  const range = document.createRange();
  for (const node of [...list.querySelectorAll("li")].flatMap((entry) => [...entry.childNodes])) {
    if (!node.textContent?.trim() && !(node instanceof Element)) continue;
    range.selectNodeContents(node);
    const { left, top, width, height } = (node instanceof Element ? node : range).getBoundingClientRect();
    found.push({ node, left, top, size: { width, height } });
  }
  return found;
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
