// Draws the figures: each is one string of JSON in a component of its own (ssp_core/ui/figure.py), which hands it over here.
//
// What is in sight is drawn at once, so that nothing flickers; the rest follows figure by figure, each leaving room for
// pointer and paint. The last figure stays until the next one is drawn. At first there is no plotly: it is asked for
// when the page has been painted, and until it has run, stills stand for the figures of the stored result.
(() => {
  "use strict";

  const asked = new Map(); // element -> the figure it is to show
  const stored = new Map(); // view -> the figure that the page came with, the one its still is of
  let loading = false;
  let drawing = false;

  // What each component calls when it comes to the page.
  window.showFigure = (element, props, watch, script) => {
    const show = () => {
      dropStill(element, props.value);
      asked.set(element, props.value);
      if (!window.Plotly) return load(script);
      if (!drawing) requestAnimationFrame(drawInSight); // after all that comes with it, before anything is painted
      drawing = true;
    };
    watch("value", show);
    show();
  };

  // A still is of the stored result and stands for nothing else; where it was, the page must not jump.
  function dropStill(element, text) {
    const still = element.querySelector(":scope > .still");
    if (!still) return;
    const { view } = still.dataset;
    if (!stored.has(view)) stored.set(view, text);
    if (stored.get(view) !== text) still.replaceChildren();
  }

  function load(script) {
    if (loading) return;
    loading = true;
    const tag = document.createElement("script");
    tag.src = script;
    tag.onload = () => { drawing = true; requestAnimationFrame(drawInSight); };
    tag.onerror = () => { loading = false; tag.remove(); }; // the next figure asks again
    requestAnimationFrame(() => setTimeout(() => document.head.append(tag))); // plotly keeps the browser from painting
  }

  function drawInSight() {
    const seen = [...asked.keys()].filter((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return bottom > 0 && top < window.innerHeight;
    });
    requestAnimationFrame(() => setTimeout(drawNext)); // labels and marks take their place before the rest is drawn
    seen.forEach(take); // if one of them cannot be drawn, its error is told and the rest follows all the same
  }

  function drawNext() {
    const [element] = asked.keys();
    drawing = Boolean(element);
    if (!element) return;
    setTimeout(drawNext);
    take(element);
  }

  function take(element) {
    const text = asked.get(element);
    asked.delete(element);
    if (element.isConnected) draw(element, text);
  }

  function draw(element, text) {
    const last = element.querySelector(":scope > .js-plotly-plot");
    const plot = document.createElement("div");
    plot.className = "js-plotly-plot"; // the styles give it its height
    const figure = text && withPositions(JSON.parse(text));
    element.replaceChildren(...(text ? [plot, ...window.nucleotides.legend(figure)] : []));
    if (last) window.Plotly.purge(last); // or it would go on listening to the window
    if (!text) return;
    const { data, layout } = window.nucleotides.bare(figure);
    window.Plotly.newPlot(plot, data, layout, { responsive: true });
    const root = viewOf(plot);
    if (!root) return;
    plot.on("plotly_afterplot", () => { window.nucleotides.paint(plot); stay(plot); });
    if (!root.dataset.scrolls) {
      root.dataset.scrolls = "watched";
      root.addEventListener("scroll", () => root.querySelectorAll(".js-plotly-plot").forEach(stay), true);
    }
    window.nucleotides.paint(plot);
    stay(plot);
  }

  // A chart says which positions its columns show; assets/link.js asks for each of them.
  function withPositions(figure) {
    const meta = figure.layout.meta;
    if (meta?.length) Object.assign(meta, { x: Array.from({ length: meta.length }, (_, k) => meta.first + k), y: [] });
    return figure;
  }

  const viewOf = (plot) => plot.closest('[id^="view-"]');

  // --- In a figure wider than its box the row labels and the colour bar stay while the rest scrolls ----------------------

  function stay(plot) {
    const width = plot.layout?.meta.staying;
    if (!width || !plot.isConnected) return;
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
