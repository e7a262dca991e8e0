// plotly's script, which is fetched when the first chart needs it. Only its documented functions are used.

import { facts } from "./facts.js";

/** @typedef {{data: Record<string, any>[], layout: Record<string, any>}} Figure */

/**
 * An element that plotly has drawn into.
 * @typedef {HTMLElement & {on: (event: string, listener: (detail: Record<string, any>) => void) => void}} Drawn
 */

/**
 * @typedef {Object} Plotly
 * @property {(element: HTMLElement, data: Figure["data"], layout: Figure["layout"], config: object) => Promise<Drawn>} react
 * @property {(figure: Figure, options: object) => Promise<string>} toImage
 * @property {(element: HTMLElement, change: object) => Promise<unknown>} relayout
 * @property {(element: HTMLElement) => void} purge
 * @property {{resize: (element: HTMLElement) => Promise<unknown>}} Plots
 */

/** How every chart behaves: without plotly's logo, and without buttons that send, edit or save it. */
export const CONFIG = {
  displaylogo: false,
  responsive: true,
  showSendToCloud: false,
  plotlyServerURL: "",
  showAxisDragHandles: false,
  showAxisRangeEntryBoxes: false,
  modeBarButtonsToRemove: ["toImage", "downloadJson", "sendChartToCloud", "select2d", "lasso2d", "autoScale2d"],
};

/** @type {Promise<Plotly> | null} */
let loading = null;

/** Plotly, if it is there already. */
export const plotlyNow = () => window.Plotly ?? null;

/** @returns {Promise<Plotly>} */
export function plotly() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = facts.plotly;
    script.onload = () => (window.Plotly ? resolve(window.Plotly) : reject(new Error("plotly's script has no Plotly.")));
    script.onerror = () => {
      script.remove();
      loading = null; // the next chart asks again
      reject(new Error("plotly's script could not be fetched."));
    };
    document.head.append(script);
  });
  return loading;
}
