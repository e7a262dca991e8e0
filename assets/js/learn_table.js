// Step 6 of Learn: the table of the best structures of all intervals, filled cell by cell, and its traceback.

import { element } from "./elements.js";

const PLAY = 90; // milliseconds a cell

/**
 * @typedef {{kind: "unpaired" | "pair", partner: number | null, gain: number | null, parts: [number, number][], value: number, taken: boolean}} Choice
 * @typedef {{i: number, j: number, value: number, choices: Choice[]}} Cell
 * @typedef {{sequence: string, start: number, cells: Cell[], traceback: [number, number][], structure: string}} Table
 */

/** @param {Table} data */
export function startTable(data) {
  const host = document.getElementById("learn-table");
  const readout = document.getElementById("learn-cell");
  const traced = document.getElementById("learn-traced");
  if (!host || !readout || !traced) return;
  const { sequence, cells, start } = data;
  const length = sequence.length;
  const byPlace = new Map(cells.map((cell) => [`${cell.i},${cell.j}`, cell]));
  const most = Math.max(...cells.map(({ value }) => value), 1e-9);
  let filled = 0;
  let timer = 0;
  /** @type {Cell | null} */
  let chosen = null;

  host.style.setProperty("--cells", String(length));
  host.replaceChildren(...rows(sequence, start, byPlace));
  const cellAt = (/** @type {number} */ i, /** @type {number} */ j) => host.querySelector(`[data-cell="${i},${j}"]`);

  function show() {
    cells.forEach(({ i, j, value }, k) => {
      const cell = cellAt(i, j);
      if (!(cell instanceof HTMLElement)) return;
      cell.classList.toggle("filled", k < filled);
      cell.style.setProperty("--value", k < filled ? String(value / most) : "0");
      cell.textContent = k < filled && length <= 16 ? value.toFixed(1) : "";
    });
  }

  /** @param {Cell} cell */
  function choose(cell) {
    chosen = cell;
    for (const old of host?.querySelectorAll(".chosen, .part") ?? []) old.classList.remove("chosen", "part");
    cellAt(cell.i, cell.j)?.classList.add("chosen");
    const taken = cell.choices.find((choice) => choice.taken);
    for (const [i, j] of taken?.parts ?? []) cellAt(i, j)?.classList.add("part");
    readout?.replaceChildren(...words(cell, sequence, start));
  }

  const fill = (/** @type {number} */ count) => {
    filled = Math.max(0, Math.min(cells.length, count));
    for (const old of host.querySelectorAll(".traced")) old.classList.remove("traced");
    traced.replaceChildren();
    show();
    if (filled) choose(cells[filled - 1]);
    else readout.textContent = "Fill the table, cell by cell.";
  };
  const stop = () => {
    clearInterval(timer);
    const button = document.querySelector('[data-table="play"]');
    button?.setAttribute("aria-pressed", "false");
    if (button) button.textContent = "Play";
  };
  const trace = () => {
    fill(cells.length);
    for (const [i, j] of data.traceback) cellAt(i, j)?.classList.add("traced");
    traced.replaceChildren(element("code", {}, sequence), element("code", {}, data.structure));
  };
  const actions = {
    back: () => fill(filled - 1),
    next: () => fill(filled + 1),
    all: () => fill(cells.length),
    trace,
    play: () => {
      const button = document.querySelector('[data-table="play"]');
      button?.setAttribute("aria-pressed", "true");
      if (button) button.textContent = "Stop";
      if (filled === cells.length) fill(0);
      timer = setInterval(() => {
        fill(filled + 1);
        if (filled === cells.length || !host.isConnected) stop();
      }, PLAY);
    },
  };
  for (const button of document.querySelectorAll("[data-table]")) {
    button.addEventListener("click", () => {
      const name = /** @type {keyof typeof actions} */ (button.getAttribute("data-table"));
      const isPlaying = button.getAttribute("aria-pressed") === "true";
      stop();
      if (!isPlaying) actions[name]();
    });
  }
  host.addEventListener("click", ({ target }) => {
    const place = target instanceof Element ? target.closest("[data-cell]")?.getAttribute("data-cell") : null;
    const cell = place && byPlace.get(place);
    if (!cell) return;
    stop();
    const at = cells.indexOf(cell);
    if (at >= filled) fill(at + 1);
    choose(cell);
  });
  host.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = byPlace.get(chosen ? `${chosen.i + step[0]},${chosen.j + step[1]}` : `0,${length - 1}`);
    if (!next) return;
    if (cells.indexOf(next) >= filled) fill(cells.indexOf(next) + 1);
    choose(next);
  });
  trace();
}

/** @param {string} sequence @param {number} start @param {Map<string, Cell>} cells */
function rows(sequence, start, cells) {
  const corner = element("span", { role: "columnheader" }, element("span", { class: "sr-only" }, "from, to"));
  const heads = [...sequence].map((letter, j) => element("span", { role: "columnheader", title: start + j + 1 }, letter));
  const lines = [...sequence].map((letter, i) => {
    const row = [...sequence].map((_, j) => {
      if (!cells.has(`${i},${j}`)) return element("span", { role: "gridcell", class: "void" });
      const label = `${start + i + 1} to ${start + j + 1}`;
      return element("span", { role: "gridcell", "data-cell": `${i},${j}`, "aria-label": label });
    });
    const head = element("span", { role: "rowheader", title: start + i + 1 }, letter);
    return element("div", { role: "row" }, head, ...row);
  });
  return [element("div", { role: "row" }, corner, ...heads), ...lines];
}

/** What a cell is, and what it could be. @param {Cell} cell @param {string} sequence @param {number} start */
function words({ i, j, value, choices }, sequence, start) {
  const name = (/** @type {number} */ k) => `${sequence[k]}${start + k + 1}`;
  const lines = choices.map((choice) => {
    const text =
      choice.kind === "unpaired"
        ? `${name(i)} unpaired`
        : `${name(i)} with ${name(choice.partner ?? i)}, gain ${(choice.gain ?? 0).toFixed(2)}`;
    return element("li", { class: choice.taken && "taken" }, `${text}: ${choice.value.toFixed(2)}`);
  });
  return [
    element("p", {}, element("b", {}, `${name(i)} to ${name(j)}`), `: ${value.toFixed(2)}, the largest of`),
    element("ul", {}, ...lines),
  ];
}
