// Step 3 of Learn: how vectors move from layer to layer, their projection, and the attention of one head.

import { drawn } from "./elements.js";
import { placeIn } from "./larger.js";

const SCALE = 65535; // attention comes as 16-bit numbers
const HEIGHT = 300; // pixels of the projection
const PLAY = 700; // milliseconds a layer
const LETTERS = { A: "#0a6cab", C: "#0b746e", G: "#985400", U: "#a3368a", N: "#5a6870" };

/**
 * @typedef {Object} Encoder
 * @property {string} sequence
 * @property {number[]} partners 0-based, -1 where unpaired
 * @property {number[][]} movement layers x L, cosine to the layer before
 * @property {number[][][]} projection layers + 1 x L x 2
 */

/** @typedef {{layer: number, head: number, length: number, values: string}} Attention */

/** @param {Encoder} data */
export function startEncoder(data) {
  startMovement(data);
  startProjection(data);
  startAttention(data);
}

/** @param {Encoder} data */
function startMovement({ movement, sequence }) {
  const canvas = byId("learn-movement", HTMLCanvasElement);
  const readout = document.getElementById("learn-movement-readout");
  if (!canvas) return;
  const [layers, length] = [movement.length, sequence.length];
  canvas.width = length;
  canvas.height = layers;
  canvas.style.aspectRatio = `${Math.max(length, layers)} / ${Math.max(layers, length / 6)}`;
  paint(canvas, (x, y) => (1 - movement[y][x]) / 1.2);
  grid(canvas, length, layers, (x, y) => {
    if (readout) readout.textContent = `Layer ${y + 1}, ${sequence[x]}${x + 1}: cosine ${movement[y][x].toFixed(4)}`;
  });
}

/** @param {Encoder} data */
function startProjection({ projection, sequence, partners }) {
  const svg = byId("learn-projection", SVGElement);
  const slider = byId("learn-layer", HTMLInputElement);
  const button = document.getElementById("learn-play");
  if (!svg || !slider || !button) return;
  const flat = projection.flat();
  const [xs, ys] = [flat.map(([x]) => x), flat.map(([, y]) => y)];
  const span = (/** @type {number[]} */ values, /** @type {number} */ size) => {
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return (/** @type {number} */ value) => 16 + ((value - least) / (most - least || 1)) * (size - 32);
  };
  const width = Math.max(320, svg.clientWidth); // so that letters have their own size on every screen
  svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  const [toX, toY] = [span(xs, width), span(ys, HEIGHT)];
  const pairs = partners.flatMap((j, i) => (i < j ? [[i, j]] : []));
  const lines = pairs.map(() => svg.appendChild(drawn("line")));
  const letters = [...sequence].map((letter, i) => {
    const fill = LETTERS[/** @type {keyof typeof LETTERS} */ (letter)];
    return svg.appendChild(drawn("text", { fill }, letter, drawn("title", {}, `${letter}${i + 1}`)));
  });

  function show() {
    const layer = Number(slider?.value);
    const places = projection[layer].map(([x, y]) => [toX(x), toY(y)]);
    letters.forEach((text, i) => (text.style.transform = `translate(${places[i][0]}px, ${places[i][1]}px)`));
    lines.forEach((line, k) => {
      const [[x1, y1], [x2, y2]] = pairs[k].map((i) => places[i]);
      for (const [name, value] of Object.entries({ x1, y1, x2, y2 })) line.setAttribute(name, String(value));
    });
    const name = document.getElementById("learn-layer-name");
    if (name) name.textContent = layer === 0 ? "0, the embedding" : String(layer);
  }

  let timer = 0;
  const stop = () => {
    clearInterval(timer);
    button.setAttribute("aria-pressed", "false");
    button.textContent = "Play";
  };
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") return stop();
    button.setAttribute("aria-pressed", "true");
    button.textContent = "Stop";
    slider.value = "0";
    show();
    timer = setInterval(() => {
      if (!svg.isConnected || slider.value === slider.max) return stop();
      slider.stepUp();
      show();
    }, PLAY);
  });
  slider.addEventListener("input", () => {
    stop();
    show();
  });
  show();
}

/** @param {Encoder} data */
function startAttention({ sequence, partners }) {
  const canvas = byId("learn-attention-map", HTMLCanvasElement);
  const host = document.querySelector('[data-panel="learn-attention"]');
  const layer = byId("learn-attention-layer", HTMLSelectElement);
  const head = byId("learn-attention-head", HTMLSelectElement);
  if (!canvas || !host || !layer || !head) return;
  const length = sequence.length;
  /** @type {Uint16Array} */
  let weights = new Uint16Array(length * length);
  let looking = partners.findIndex((j) => j >= 0);
  if (looking < 0) looking = 0;
  canvas.width = canvas.height = length;

  const draw = () => {
    const source = host.querySelector("[data-json]");
    if (!source) return;
    /** @type {Attention} */
    const attention = JSON.parse(source.textContent ?? "");
    weights = numbers(attention.values);
    layer.value = String(attention.layer);
    head.value = String(attention.head);
    canvas.dataset.shown = `${attention.layer},${attention.head}`;
    paint(canvas, (x, y) => Math.sqrt(weights[y * length + x] / SCALE));
    look(looking, partners[looking] >= 0 ? partners[looking] : 0);
  };
  const marks = partners.flatMap((j, i) => (j < 0 ? [] : [drawn("rect", { x: j, y: i, width: 1, height: 1 })]));
  canvas.after(drawn("svg", { class: "pair-marks", viewBox: `0 0 ${length} ${length}` }, ...marks));
  /** @param {number} i @param {number} j */
  const look = (i, j) => {
    looking = i;
    const readout = document.getElementById("learn-attention-readout");
    if (readout) readout.textContent = `${sequence[i]}${i + 1} takes ${(weights[i * length + j] / SCALE).toFixed(4)} from ${sequence[j]}${j + 1}`;
    arcs(sequence, i, weights.subarray(i * length, (i + 1) * length));
  };
  const ask = (/** @type {number} */ a, /** @type {number} */ b) =>
    document.dispatchEvent(new CustomEvent("attend", { detail: { layer: a, head: b } }));
  for (const choice of [layer, head]) choice.addEventListener("change", () => ask(Number(layer.value), Number(head.value)));
  for (const button of document.querySelectorAll("[data-attention]")) {
    button.addEventListener("click", () => {
      const [a, b] = (button.getAttribute("data-attention") ?? "").split(",").map(Number);
      ask(a, b);
    });
  }
  grid(canvas, length, length, (x, y) => look(y, x));
  new MutationObserver(draw).observe(host, { childList: true });
  draw();
}

/** What one nucleotide attends to, as arcs over the strip. @param {string} sequence @param {number} from @param {Uint16Array} row */
function arcs(sequence, from, row) {
  const svg = document.getElementById("learn-attention-arcs");
  if (!svg) return;
  const [width, height] = [sequence.length * 10, 96];
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.style.minWidth = `${sequence.length * 8}px`;
  const base = height - 16;
  const most = Math.max(...row) || 1;
  const paths = [...row].flatMap((value, to) => {
    if (to === from || value < SCALE / 200) return [];
    const [a, b] = [from, to].map((i) => i * 10 + 5);
    const top = base - Math.min(base - 4, Math.abs(a - b) / 2);
    return [drawn("path", { d: `M${a} ${base}C${a} ${top} ${b} ${top} ${b} ${base}`, opacity: (value / most).toFixed(3) })];
  });
  const letters = [...sequence].map((letter, i) =>
    drawn("text", { x: i * 10 + 5, y: height - 3, class: i === from && "from" }, letter),
  );
  svg.replaceChildren(...paths, ...letters);
}

/** Little-endian 16-bit numbers from base64. @param {string} text */
function numbers(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Uint16Array(bytes.buffer);
}

/** Paint a cell for each pixel of a canvas, from 0 (paper) to 1 (accent). @param {HTMLCanvasElement} canvas @param {(x: number, y: number) => number} value */
function paint(canvas, value) {
  const context = canvas.getContext("2d");
  if (!context) return;
  const image = context.createImageData(canvas.width, canvas.height);
  for (let y = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++) {
      image.data.set([11, 116, 110, 255 * Math.max(0, Math.min(1, value(x, y)))], 4 * (y * canvas.width + x));
    }
  }
  context.putImageData(image, 0, 0);
}

/**
 * Cells to point at, or to walk through with arrow keys.
 * @param {HTMLCanvasElement} canvas @param {number} columns @param {number} rows
 * @param {(x: number, y: number) => void} show
 */
function grid(canvas, columns, rows, show) {
  let [x, y] = [0, 0];
  const go = (/** @type {number} */ toX, /** @type {number} */ toY) => {
    [x, y] = [Math.max(0, Math.min(columns - 1, toX)), Math.max(0, Math.min(rows - 1, toY))];
    show(x, y);
  };
  canvas.addEventListener("pointermove", (event) => {
    const [left, top] = placeIn(canvas, event, { left: 0, top: 0 });
    go(Math.floor((left / canvas.clientWidth) * columns), Math.floor((top / canvas.clientHeight) * rows));
  });
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    go(x + step[0], y + step[1]);
  });
}

/**
 * @template {Element} T
 * @param {string} id @param {new (...args: any[]) => T} kind
 * @returns {T | null}
 */
function byId(id, kind) {
  const found = document.getElementById(id);
  return found instanceof kind ? /** @type {T} */ (/** @type {unknown} */ (found)) : null;
}
