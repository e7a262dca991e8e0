// Saving a view as a picture: SVG, PNG, or a standalone HTML page, in print colours whatever the scheme of the page.
(() => {
  "use strict";

  // The greys the figures draw their ink in (ssp_core/figures/palettes.py), and what they become on paper.
  const PAPER = [["rgb(118, 121, 126)", "rgb(23, 35, 42)"], ["rgb(151, 154, 159)", "rgb(82, 97, 106)"]];

  const inPrint = (value) => JSON.parse(PAPER.reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(value)));

  async function picture(plot, format) {
    const { width, height } = plot._fullLayout;
    const figure = window.nucleotides.whole(plot);
    const layout = { ...inPrint(figure.layout), width, height, paper_bgcolor: "#ffffff", plot_bgcolor: "#ffffff" };
    const scale = format === "png" ? Math.min(3, 8000 / Math.max(width, height)) : 1;
    // Typed arrays do not survive JSON: traces are taken as they are, only their ink is changed.
    const data = figure.data.map((trace) => recolour(trace));
    return window.Plotly.toImage({ data, layout }, { format, width, height, scale });
  }

  function recolour(value) {
    if (typeof value === "string") return PAPER.reduce((text, [from, to]) => text.replaceAll(from, to), value);
    if (Array.isArray(value)) return value.some((each) => typeof each !== "number") ? value.map(recolour) : value;
    if (value && value.constructor === Object) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, recolour(v)]));
    return value;
  }

  const textOf = (url) => decodeURIComponent(url.slice(url.indexOf(",") + 1));

  function standalone(svg, title) {
    const safe = title.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
    return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${safe}</title><style>body{margin:24px;font:16px sans-serif}svg{max-width:100%;height:auto}</style>` +
      `<h1>${safe}</h1>${svg}</html>`;
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-picture]") : null;
    const plot = button?.closest(".view")?.querySelector(".js-plotly-plot");
    if (!plot) return;
    const kind = button.dataset.picture;
    const stem = document.querySelector("#exports [data-stem]")?.dataset.stem ?? "rna";
    const name = `${stem}_${plot.layout.meta.view}.${kind}`;
    const title = `${document.querySelector("#status h1")?.textContent ?? "RNA"}: ${plot.layout.meta.view}`;
    if (kind === "png") {
      const url = await picture(plot, "png");
      save(await (await fetch(url)).blob(), name);
    } else {
      const svg = textOf(await picture(plot, "svg"));
      save(kind === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : new Blob([standalone(svg, title)], { type: "text/html" }), name);
    }
  });
})();
