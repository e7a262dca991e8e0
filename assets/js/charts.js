// All charts of the page: a [data-chart] element holds the JSON of each, and plotly draws it when it comes into view or
// the page is idle.

import { Chart } from "./chart.js";
import { plotly, plotlyNow } from "./plotly.js";

const NEAR = "200px 0px"; // so far from the window a chart counts as in view

/**
 * @typedef {Object} Charts
 * @property {() => Chart[]} refresh look for charts that have come, changed or gone; returns those that are drawn
 * @property {(element: Element) => Chart | undefined} within the drawn chart inside an element
 */

/**
 * @param {() => void} onDrawn called when a chart has been drawn
 * @returns {Charts}
 */
export function startCharts(onDrawn) {
  /** @type {Map<Element, Chart>} by the element that holds the JSON */
  const charts = new Map();
  let isLoaded = document.readyState === "complete"; // before that, only what is in sight is drawn
  let isQueued = false;
  const seen = new IntersectionObserver(
    (entries) => {
      const now = entries.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target);
      for (const chart of charts.values()) if (now.includes(chart.element)) ask(chart);
    },
    { rootMargin: NEAR },
  );
  const resizes = new ResizeObserver(() => {
    const drawing = plotlyNow();
    if (drawing) for (const chart of charts.values()) chart.resize(drawing);
  });

  function refresh() {
    for (const [source, chart] of charts) {
      if (source.isConnected && chart.element.isConnected) continue;
      chart.remove(plotlyNow());
      chart.element.remove();
      charts.delete(source);
    }
    for (const source of document.querySelectorAll("[data-chart]")) {
      const host = /** @type {HTMLElement | null} */ (source.closest('[id^="view-"]')) ?? source.parentElement;
      if (charts.has(source) || !host || !(source instanceof HTMLElement)) continue;
      const chart = new Chart(host, source);
      charts.set(source, chart);
      seen.observe(chart.element);
      resizes.observe(chart.element);
      resizes.observe(host); // its height alone changes with that of the window
    }
    for (const chart of charts.values()) chart.reserve();
    for (const chart of charts.values()) if (chart.isStale && chart.isInSight) ask(chart);
    drawRest();
    return [...charts.values()].filter((chart) => chart.isLinked);
  }

  /** Draw a chart now; the first one waits for plotly. @param {Chart} chart */
  function ask(chart) {
    const drawing = plotlyNow();
    if (drawing) draw(chart, drawing);
    else plotly().then((come) => draw(chart, come), report);
  }

  /** @param {Chart} chart @param {import("./plotly.js").Plotly} drawing */
  function draw(chart, drawing) {
    if (!chart.isStale || !chart.element.isConnected) return;
    chart.draw(drawing);
    onDrawn();
  }

  /** Draw what is out of sight: one chart at a time, so that pointer and paint have room between them. */
  function drawRest() {
    const next = [...charts.values()].find((chart) => chart.isStale && chart.element.clientWidth > 0);
    if (!next || !isLoaded || isQueued) return;
    isQueued = true;
    whenIdle(() => {
      isQueued = false;
      ask(next); // what is drawn leads to the next one
    });
  }

  window.addEventListener("load", () => {
    isLoaded = true;
    drawRest();
  });
  document.addEventListener("scheme", refresh);

  return {
    refresh,
    within: (element) => [...charts.values()].find((chart) => element.contains(chart.element)),
  };
}

/** @param {() => void} callback */
function whenIdle(callback) {
  if ("requestIdleCallback" in window) requestIdleCallback(callback, { timeout: 2000 });
  else setTimeout(callback, 50); // Safari
}

/** @param {Error} error */
const report = (error) => console.warn(error.message);
