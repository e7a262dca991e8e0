// The discs, letters and numbers of a drawing and its legend, made here: plotly takes more than half of its time for them.
//
// A figure (ssp_core/figures) holds them as plotly draws them, and a picture that is saved has them from plotly (`whole`).
// On the page plotly draws the rest (`bare`) and hears the pointer; they are put into the groups that it keeps for them
// (`paint`), discs and letters in pixels: after a zoom or in another width they take the size that fits.
(() => {
  "use strict";

  const LETTERS_FROM = 9; // pixels across: below that a letter in a disc is a smudge (ssp_core/figures/nucleotides.py)
  const DASHES = { dash: "7 4", dot: "2 3" };
  const SVG = "http://www.w3.org/2000/svg";

  const sizeFor = (step) => Math.min(Math.max(0.82 * step, 3), 30);
  const letterSize = (size) => Math.max(0.58 * size, 1);
  const tenth = (value) => Math.round(10 * value) / 10;

  const isOurs = (trace, k, discs) => k === discs || trace.name === "positions";

  // What plotly is to draw of a figure.
  function bare({ data, layout }) {
    const discs = layout.meta?.discs;
    if (discs === undefined) return { data, layout };
    const left = data.map((trace, k) => (isOurs(trace, k, discs) ? { ...trace, mode: "none" } : trace));
    return { data: left, layout: { ...layout, showlegend: false } };
  }

  // The figure of a plot as it stands there, for plotly to draw all of it.
  function whole({ data, layout, disc }) {
    const discs = layout.meta?.discs;
    if (discs === undefined) return { data, layout };
    const all = data.map((trace, k) => (isOurs(trace, k, discs) ? { ...trace, mode: "text" } : trace));
    const { marker, textfont } = all[discs];
    all[discs].mode = disc < LETTERS_FROM ? "markers" : "markers+text";
    all[discs].marker = { ...marker, size: disc };
    all[discs].textfont = { ...textfont, size: letterSize(disc) };
    return { data: all, layout: { ...layout, showlegend: true } };
  }

  // Draws what is in sight of nucleotides and position numbers, unless it stands there; `plot.disc` is the discs' size.
  function paint(plot) {
    const { discs, step, x, y } = plot.layout.meta;
    if (discs === undefined) return;
    const { xaxis, yaxis } = plot._fullLayout;
    const places = (across, along) => across
      .map((at, i) => [tenth(xaxis.l2p(at)), tenth(yaxis.l2p(along[i] ?? 0)), i])
      .filter(([px, py]) => px >= 0 && px <= xaxis._length && py >= 0 && py <= yaxis._length);
    const groupOf = (k) => plot.querySelector(`.trace${plot._fullData[k].uid} > .points`);
    const size = tenth(sizeFor(step * (xaxis.l2p(1) - xaxis.l2p(0))));
    const spots = places(x, y);
    const drawn = [size, ...spots].join();
    if (plot.drawn === drawn && groupOf(discs).hasChildNodes()) return;
    [plot.drawn, plot.disc] = [drawn, size];
    const written = size < LETTERS_FROM ? "" : letters(plot.data[discs], spots, letterSize(size));
    groupOf(discs).innerHTML = circles(plot.data[discs], spots, size) + written;
    plot.data.forEach((trace, k) => {
      if (trace.name === "positions") groupOf(k).innerHTML = labels(trace, places(trace.x, trace.y));
    });
  }

  function circles({ marker: { color, cmax, colorscale, line } }, places, size) {
    const fills = new Map([...new Set(color)].map((value) => [value, fillOf(colorscale, value / cmax)]));
    const each = places.map(([px, py, i]) => `<circle cx="${px}" cy="${py}" r="${size / 2}" fill="${fills.get(color[i])}"/>`);
    return `<g stroke="${line.color}" stroke-width="${size < 6 ? 0.4 : 1}">${each.join("")}</g>`;
  }

  // All letters of one colour are one text, each at its own place.
  function letters({ text, textfont: { color } }, places, size) {
    const of = (i) => (typeof color === "string" ? color : color[i]);
    return [...new Set(places.map(([, , i]) => of(i)))].map((ink) => {
      const these = places.filter(([, , i]) => of(i) === ink);
      const [px, py, said] = [these.map(([at]) => at), these.map(([, at]) => tenth(at + 0.35 * size)), these.map(([, , i]) => text[i])];
      return `<text x="${px.join(" ")}" y="${py.join(" ")}" style="fill: ${ink}; font-size: ${size}px">${said.join("")}</text>`;
    }).join("");
  }

  function labels({ text, textfont: { color, size } }, places) {
    const each = places.map(([px, py, i]) => `<text x="${px}" y="${tenth(py + 0.35 * size)}" style="fill: ${color}">${text[i]}</text>`);
    return `<g style="font-size: ${size}px">${each.join("").replaceAll("<b>", '<tspan font-weight="bold">').replaceAll("</b>", "</tspan>")}</g>`;
  }

  // The colour at a share of a colour scale, as plotly mixes it.
  function fillOf(scale, share) {
    const next = Math.max(scale.findIndex(([at]) => at >= share), 1);
    const [[low, from], [high, to]] = [scale[next - 1], scale[next]];
    const channels = (colour) => [1, 3, 5].map((k) => parseInt(colour.slice(k, k + 2), 16));
    const [first, last] = [channels(from), channels(to)];
    return `rgb(${first.map((channel, k) => Math.round(channel + ((share - low) / (high - low)) * (last[k] - channel)))})`;
  }

  // What the colours and the lines of a drawing mean; nothing for a figure whose legend plotly draws.
  function legend({ data, layout }) {
    if (layout.meta?.discs === undefined) return [];
    const list = document.createElement("ul");
    list.className = "legend";
    for (const { name, mode, line, marker } of data.filter((trace) => trace.showlegend !== false)) {
      const entry = document.createElement("li");
      const mark = document.createElementNS(SVG, "svg");
      mark.setAttribute("aria-hidden", "true");
      mark.setAttribute("width", mode === "lines" ? 22 : 12);
      mark.innerHTML = mode === "lines"
        ? `<path d="M0 6H22" style="stroke: ${line.color}; stroke-width: ${line.width}; stroke-dasharray: ${DASHES[line.dash] ?? "none"}"/>`
        : `<circle cx="6" cy="6" r="5.5" style="fill: ${marker.color}; stroke: ${marker.line.color}"/>`;
      entry.append(mark, name);
      list.append(entry);
    }
    return [list];
  }

  window.nucleotides = { bare, whole, paint, legend };
})();
