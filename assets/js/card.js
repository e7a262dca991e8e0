// The card of the lit nucleotide: fills #nucleotide-card, by textContent only.

import { facts } from "./facts.js";

/** @typedef {import("./selection_data.js").SelectionData} SelectionData */
/** @typedef {import("./selection_data.js").Source} Source */

export function startCard() {
  /** @type {Lighting | null} */
  let shown = null;
  document.addEventListener("nucleotide", ({ detail }) => {
    const card = document.getElementById("nucleotide-card");
    const same = shown && shown.data === detail.data && shown.lit === detail.lit && shown.pinned === detail.pinned;
    if (!card || (same && card.firstChild)) return;
    shown = detail;
    card.setAttribute("aria-live", "polite");
    const { data, lit, pinned } = detail;
    const isLit = data !== null && lit >= 0;
    card.toggleAttribute("data-filled", isLit);
    const body = made("div", "card-body");
    if (isLit) body.append(title(data, lit, pinned), bars(data, lit), values(data, lit), others(data, lit));
    else body.append(made("p", "card-hint", facts.hints.card));
    const kept = document.activeElement?.closest("#nucleotide-card [data-nucleotide]")?.getAttribute("data-nucleotide");
    const sheet = made("div", "card-sheet"); // on a phone it leaves the card's place, which keeps its height
    sheet.append(body);
    card.replaceChildren(sheet);
    const button = kept && card.querySelector(`[data-nucleotide="${kept}"]`);
    if (button instanceof HTMLElement) button.focus({ preventScroll: true }); // whoever steps on by it can go on
  });
}

/** The nucleotide in one line. @param {Lighting} lighting */
export function caption({ data, lit }) {
  if (!data || lit < 0) return "";
  const element = facts.elements[data.elements[lit]];
  return [`${data.sequence[lit]} ${lit + 1}`, ...(element ? [element] : []), partnerWords(data, lit)].join(", ");
}

/** @param {SelectionData} data @param {number} i @param {boolean} pinned */
function title(data, i, pinned) {
  const line = made("div", "card-title");
  line.append(made("b", "", `${data.sequence[i]} ${i + 1}`));
  if (pinned) line.append(made("span", "card-pinned", "pinned"));
  line.append(made("span", "card-element", facts.elements[data.elements[i]] ?? ""), buttons());
  if (pinned && data.partners[i] >= 0) line.append(whyButton(i));
  return line;
}

/** @param {number} i */
function whyButton(i) {
  const button = made("button", "copy card-why", "Why this pair?");
  button.setAttribute("type", "button");
  button.addEventListener("click", () => document.dispatchEvent(new CustomEvent("why", { detail: { position: i } })));
  return button;
}

function buttons() {
  const all = made("span", "card-buttons");
  for (const [name, label, sign] of [
    ["previous", "Previous nucleotide", "‹"],
    ["next", "Next nucleotide", "›"],
    ["close", "Close", "×"],
  ]) {
    const button = made("button", "", sign);
    button.setAttribute("type", "button");
    button.setAttribute("data-nucleotide", name);
    button.setAttribute("aria-label", label);
    button.title = label;
    all.append(button);
  }
  return all;
}

/** The class probabilities that made the drawing. @param {SelectionData} data @param {number} i */
function bars(data, i) {
  const [source] = data.sources;
  const box = made("div", "card-bars");
  box.append(made("p", "card-caption", source.title));
  for (const [k, probability] of source.probabilities[i].entries()) {
    const row = made("div", facts.classes[k] === data.structure[i] ? "card-drawn" : "");
    const track = made("span", "card-track");
    const fill = made("span", `card-fill card-fill-${k}`);
    fill.style.width = `${100 * probability}%`;
    track.append(fill);
    row.append(made("span", "", facts.classNames[k]), track, made("span", "card-number", probability.toFixed(3)));
    box.append(row);
  }
  return box;
}

/** @param {SelectionData} data @param {number} i */
function values(data, i) {
  const [source] = data.sources;
  const pair = source.pair[i];
  const lines = [partnerWords(data, i)];
  if (data.partners[i] >= 0 && pair !== null) lines.push(`pair probability ${pair.toFixed(3)}`);
  lines.push(`confidence ${Math.round(100 * confidence(data, source, i))} %`);
  if (data.raw[i] !== data.structure[i]) lines.push(`decoding changed ${data.raw[i]} to ${data.structure[i]}`);
  const box = made("p", "card-values");
  box.append(...lines.map((line) => made("span", "", line)));
  return box;
}

/** What the network alone and thermodynamics give, a row each. @param {SelectionData} data @param {number} i */
function others(data, i) {
  const table = made("div", "card-sources");
  for (const source of data.sources.slice(1)) {
    const row = made("div", "card-source");
    row.append(made("span", "card-source-name", source.title));
    for (const [k, probability] of source.probabilities[i].entries()) {
      row.append(made("span", "card-number", `${facts.classes[k]} ${probability.toFixed(3)}`));
    }
    const pair = source.pair[i];
    row.append(made("span", "card-number", pair === null ? "" : `pair ${pair.toFixed(3)}`));
    table.append(row);
  }
  return table;
}

/** @param {SelectionData} data @param {number} i */
function partnerWords(data, i) {
  const partner = data.partners[i];
  return partner < 0 ? "unpaired" : `pairs with ${data.sequence[partner]} ${partner + 1}`;
}

/**
 * The probability of the state in which the structure has a nucleotide: of its pair, or of its class.
 * @param {SelectionData} data
 * @param {Source} source
 * @param {number} i
 */
function confidence(data, source, i) {
  return source.pair[i] ?? source.probabilities[i][facts.classes.indexOf(data.structure[i])];
}

/** @param {string} tag @param {string} name @param {string} [text] */
function made(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}
