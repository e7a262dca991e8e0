// Step 4 of Learn: the logits of one nucleotide as sums, and their softmax with a temperature.

import { element } from "./elements.js";
import { onRoving } from "./roving.js";

const CLASSES = ["(", ")", "."];

/**
 * @typedef {Object} Head
 * @property {string} sequence
 * @property {[number, number, number][][][]} largest L x 3 x some: index, input, weight of the largest products
 * @property {number[][]} products L x 3, the sum of all of them
 * @property {number[]} bias
 * @property {number[][] | null} pairing L x 3
 * @property {number[][]} logits L x 3
 */

/** @param {Head} data */
export function startHead(data) {
  const row = document.getElementById("learn-nucleotides");
  const table = document.getElementById("learn-sum");
  const temperature = document.getElementById("learn-temperature");
  if (!row || !table || !(temperature instanceof HTMLInputElement)) return;
  let [nucleotide, label] = [0, 0];
  const buttons = [...data.sequence].map((letter, i) =>
    element("button", { type: "button", "data-nucleotide": i, title: `${letter}${i + 1}`, tabindex: i ? -1 : 0 }, letter),
  );
  row.replaceChildren(...buttons);

  function show() {
    for (const button of row?.querySelectorAll("button") ?? []) {
      button.setAttribute("aria-pressed", String(button.dataset.nucleotide === String(nucleotide)));
    }
    for (const button of document.querySelectorAll("#learn-classes [data-class]")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-class") === String(label)));
    }
    table?.replaceChildren(...sum(data, nucleotide, label));
    const value = 10 ** Number(temperature instanceof HTMLInputElement ? temperature.value : 0);
    const output = document.getElementById("learn-temperature-value");
    if (output) output.textContent = value.toFixed(2);
    softmax(data.logits[nucleotide], value).forEach((probability, k) => {
      const bar = document.querySelector(`#learn-softmax [data-bar="${k}"]`);
      if (bar instanceof HTMLElement) bar.style.setProperty("--value", String(probability));
      const number = document.querySelector(`#learn-softmax [data-probability="${k}"]`);
      if (number) number.textContent = probability.toFixed(4);
    });
  }

  /** @param {EventTarget | null} target */
  const choose = (target) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (!button || !row.isConnected) return;
    if (button.dataset.nucleotide && row.contains(button)) nucleotide = Number(button.dataset.nucleotide);
    else if (button.dataset.class) label = Number(button.dataset.class);
    else return;
    show();
  };
  row.addEventListener("pointerover", ({ target }) => choose(target));
  row.addEventListener("click", ({ target }) => choose(target));
  document.getElementById("learn-classes")?.addEventListener("click", ({ target }) => choose(target));
  onRoving(choose);
  temperature.addEventListener("input", show);
  show();
}

/** The table of one logit. @param {Head} data @param {number} i @param {number} k */
function sum({ sequence, largest, products: whole, bias, pairing, logits }, i, k) {
  const terms = largest[i][k];
  const shown = terms.reduce((total, [, input, weight]) => total + input * weight, 0);
  const cell = (/** @type {number} */ value) => element("td", {}, value.toFixed(3));
  const head = (/** @type {string} */ text, scope = "row") => element("th", { scope }, text);
  const line = (/** @type {string} */ name, /** @type {number} */ value, kind = "") =>
    element("tr", { class: kind }, head(name), element("td"), element("td"), cell(value));
  const products = terms.map(([index, input, weight]) =>
    element("tr", {}, head(String(index + 1)), cell(input), cell(weight), cell(input * weight)),
  );
  const lines = [line("all other products", whole[i][k] - shown), line("bias b", bias[k])];
  if (pairing) lines.push(line("from the pairing head", pairing[i][k]));
  return [
    element("caption", {}, "logit of ", element("code", {}, CLASSES[k]), ` for ${sequence[i]}${i + 1}`),
    element("thead", {}, element("tr", {}, ...["j", "h", "w", "w · h"].map((text) => head(text, "col")))),
    element("tbody", {}, ...products, ...lines, line("logit z", logits[i][k], "ours")),
  ];
}

/** @param {number[]} logits @param {number} temperature */
function softmax(logits, temperature) {
  const most = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp((logit - most) / temperature));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}
