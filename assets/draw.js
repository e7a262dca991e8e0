// Between gradio and plotly: draws each figure of a view once, those in sight first, and keeps its discs and labels fit.
//
// gradio's plot (6.31) asks for a new figure twice in one go: in the element that stands there, and in the one that takes
// its place. Here the asking is noted and what has left the page by the end of it is never drawn. What is in sight is
// drawn at once, so that nothing flickers; the rest follows figure by figure, each leaving room for pointer and paint.
(() => {
  "use strict";

  const asked = new Map(); // element -> the figure it is to show
  let plotly;
  let drawing = false;

  // gradio's plot puts plotly into the window as soon as it has come.
  Object.defineProperty(window, "Plotly", { configurable: true, get: () => plotly, set: adopt });

  function adopt(given) {
    plotly = given;
    const { react } = given;
    const { resize } = given.Plots;
    given.react = (plot, data, layout, config) => {
      if (!viewOf(plot)) return react(plot, data, layout, config);
      // The page must not jump while the figure is on its way: it has its height, and the class that the styles go by.
      if (layout.height) plot.style.minHeight = `${layout.height}px`;
      plot.classList.add("js-plotly-plot");
      asked.set(plot, () => draw(plot, react, data, layout, config));
      if (!drawing) requestAnimationFrame(drawInSight); // after all that gradio asks for, before anything is painted
      drawing = true;
      return Promise.resolve(plot);
    };
    // A figure on its way will have the size that fits; asking for it now would lay the page out in between.
    given.Plots.resize = (plot) => (asked.has(plot) ? Promise.resolve(plot) : resize(plot));
  }

  const viewOf = (plot) => plot.closest?.('[id^="view-"]');

  function drawInSight() {
    for (const plot of asked.keys()) if (!plot.isConnected) asked.delete(plot);
    const seen = [...asked.keys()].filter((plot) => {
      const { top, bottom } = plot.getBoundingClientRect();
      return bottom > 0 && top < window.innerHeight;
    });
    requestAnimationFrame(() => setTimeout(drawNext)); // labels and marks take their place before the rest is drawn
    seen.forEach(take); // if one of them cannot be drawn, its error is told and the rest follows all the same
  }

  function drawNext() {
    const [plot] = asked.keys();
    drawing = Boolean(plot);
    if (!plot) return;
    setTimeout(drawNext);
    take(plot);
  }

  function take(plot) {
    const drawn = asked.get(plot);
    asked.delete(plot);
    if (plot.isConnected) drawn();
  }

  function draw(plot, react, data, layout, config) {
    const trace = data[layout.meta?.discs];
    const step = trace && expectedStep(plot, layout);
    if (step) Object.assign(trace, look(sizeFor(step), trace));
    react(plot, data, layout, config);
    plot.on("plotly_afterplot", () => { resizeDiscs(plot); stay(plot); });
    const root = viewOf(plot);
    if (!root.dataset.scrolls) {
      root.dataset.scrolls = "watched";
      root.addEventListener("scroll", () => root.querySelectorAll(".js-plotly-plot").forEach(stay), true);
    }
    resizeDiscs(plot);
    stay(plot);
  }

  // --- Discs and letters are drawn in pixels: in another width, or after a zoom, they take the size that fits again ------

  const sizeFor = (step) => Math.min(Math.max(0.82 * step, 3), 30);
  const modeFor = (size) => (size >= 9 ? "markers+text" : "markers");
  const look = (size, { marker, textfont }) => ({
    mode: modeFor(size), marker: { ...marker, size }, textfont: { ...textfont, size: Math.max(0.58 * size, 1) },
  });

  // Pixels from one nucleotide to the next in a figure that is not drawn yet.
  function expectedStep(plot, { meta, margin, height, xaxis, yaxis }) {
    const span = ({ range }) => Math.abs(range[1] - range[0]);
    const across = (plot.clientWidth - margin.l - margin.r) / span(xaxis);
    const along = ((height ?? plot.clientHeight) - margin.t - margin.b) / span(yaxis); // without a height it travels as null
    return meta.step * (yaxis.scaleanchor ? Math.min(across, along) : across);
  }

  function resizeDiscs(plot) {
    const { discs, step } = plot.layout.meta;
    const trace = plot.data[discs];
    if (!trace || !step) return;
    const { xaxis } = plot._fullLayout;
    const size = sizeFor(step * (xaxis.l2p(1) - xaxis.l2p(0)));
    if (!Number.isFinite(size) || Math.abs(size / trace.marker.size - 1) < 0.08) return;
    plotly.restyle(plot, { "marker.size": size, "textfont.size": Math.max(0.58 * size, 1), mode: modeFor(size) }, [discs]);
  }

  // --- In a figure wider than its box the row labels and the colour bar stay while the rest scrolls ----------------------

  function stay(plot) {
    const width = plot.layout?.meta.staying;
    if (!width || !plot.isConnected) return; // gradio may have taken the figure away while plotly was drawing it
    const shift = Math.max(0, viewOf(plot).getBoundingClientRect().left - plot.getBoundingClientRect().left);
    for (const layer of plot.querySelectorAll(".yaxislayer-above, .infolayer")) layer.setAttribute("transform", `translate(${shift},0)`);
    const { yaxis, yaxis2, height } = plot._fullLayout;
    for (const [name, axis] of [["xy", yaxis], ["xy2", yaxis2]]) {
      const layer = plot.querySelector(`.subplot.${name} .yaxislayer-above`);
      if (!layer || !axis || layer.querySelector(".link-staying")) continue;
      const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const top = axis._offset - 6;
      const tall = (name === "xy" ? height : axis._offset + axis._length + 6) - top;
      ground.setAttribute("class", "link-staying");
      for (const [key, value] of Object.entries({ x: 0, y: top, width: width - 2, height: tall })) ground.setAttribute(key, value);
      layer.prepend(ground);
    }
  }
})();
