// Saving a view as a picture: SVG, PNG, or a page of its own, dark on white whatever the theme of the page.

import { standaloneSvg } from "./standalone_svg.js";
import { plotly } from "./plotly.js";

/** @typedef {{text: string, width: number, height: number}} Picture an SVG and its size in pixels */

const MOST = 8000; // pixels across a PNG
const SCALE = 3;

/** @param {import("./charts.js").Charts} charts */
export function startExporting(charts) {
  document.addEventListener("click", async ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-picture]") : null;
    const view = button?.closest(".view");
    const kind = button?.getAttribute("data-picture");
    if (!view || !kind) return;
    const drawing = /** @type {SVGSVGElement | null} */ (view.querySelector("svg.scene[data-view]"));
    const chart = charts.within(view);
    const name = drawing?.dataset.view ?? chart?.name;
    const title = `${document.querySelector("#status h2")?.textContent ?? "RNA"}: ${name}`;
    const picture = drawing ? standaloneSvg(drawing, title) : chart ? await chartSvg(chart) : null;
    if (!picture) return;
    const stem = document.querySelector("#exports [data-stem]")?.getAttribute("data-stem") ?? "rna";
    save(await written(picture, kind, title), `${stem}_${name}.${kind}`);
  });
}

/** @param {import("./chart.js").Chart} chart @returns {Promise<Picture>} */
async function chartSvg(chart) {
  const figure = chart.figureForPrint();
  const { width, height } = figure.layout;
  const address = await (await plotly()).toImage(figure, { format: "svg", width, height });
  return { text: decodeURIComponent(address.slice(address.indexOf(",") + 1)), width, height };
}

/**
 * @param {Picture} picture
 * @param {string} kind
 * @param {string} title
 * @returns {Promise<Blob>}
 */
async function written(picture, kind, title) {
  if (kind === "png") return rastered(picture);
  if (kind === "html") return new Blob([page(picture.text, title)], { type: "text/html" });
  return new Blob([picture.text], { type: "image/svg+xml" });
}

/** @param {Picture} picture @returns {Promise<Blob>} */
async function rastered({ text, width, height }) {
  const scale = Math.min(SCALE, MOST / Math.max(width, height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  const image = new Image(canvas.width, canvas.height);
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    image.src = address;
    await image.decode();
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  } finally {
    URL.revokeObjectURL(address);
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture is too large for this browser."))));
  });
}

/** @param {string} svg @param {string} title */
function page(svg, title) {
  const holder = document.createElement("p");
  holder.textContent = title;
  const safe = holder.innerHTML;
  return (
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${safe}</title><style>body{margin:24px;font:16px sans-serif}svg{max-width:100%;height:auto}</style>` +
    `<h1>${safe}</h1>${svg}</html>`
  );
}

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
