// A figure of the server, adapted to the page: ink of the theme, a size that fits, or all that a picture needs.

import { facts } from "./facts.js";

/** @typedef {import("./plotly.js").Figure} Figure */

const SHARE = 0.62; // of the window's height, which a square takes at most where its place has no height
const LEAST = 160; // pixels: the side of a square, however narrow the page
const LEAST_MARK = 3; // pixels
const CAPTIONED = 300; // pixels: above a smaller square its captions would lie on each other

/**
 * The figure with the inks of a theme in place of the greys that it is sent in.
 * @param {string} json
 * @param {"light" | "dark"} theme
 * @returns {Figure}
 */
export function inked(json, theme) {
  return JSON.parse(facts.chartInks.reduce((text, ink) => text.replaceAll(ink.sent, ink[theme]), json));
}

/** @typedef {{width: number, height: number}} Room pixels for a chart; a height of NaN leaves it to the window's */

/**
 * A square as large as there is room for; every other figure as it is.
 * @param {Figure} figure
 * @param {Room} room
 * @returns {Figure}
 */
export function sized({ data, layout }, room) {
  if (layout.meta?.kind !== "cross") return { data, layout };
  const { meta, margin } = layout;
  const side = sideOf(margin, room);
  const height = side + margin.t + margin.b;
  const larger = side / meta.plotWidth;
  return {
    data: data.map(({ marker, colorbar, ...trace }) => ({
      ...trace,
      ...(marker && { marker: { ...marker, size: Math.max(marker.size * larger, LEAST_MARK) } }),
      ...(colorbar && {
        colorbar: { ...colorbar, len: Math.min(colorbar.len, side), y: (colorbar.y * layout.height) / height },
      }),
    })),
    layout: {
      ...layout,
      annotations: side < CAPTIONED ? [] : layout.annotations,
      width: side + margin.l + margin.r,
      height,
      meta: { ...meta, plotWidth: side, plotHeight: side },
    },
  };
}

/** The stylesheet says how high a chart may be, if it may not be as high as it likes. @param {Element} place @returns {Room} */
export function roomFor(place) {
  return { width: place.clientWidth, height: parseFloat(getComputedStyle(place).maxHeight) };
}

/** @param {Record<string, any>} margin @param {Room} room */
export function sideOf({ l, r, t, b }, { width, height }) {
  const most = Number.isNaN(height) ? Math.round(SHARE * window.innerHeight) : Math.floor(height - t - b);
  return Math.max(Math.min(width - l - r, most), LEAST);
}

/**
 * The figure on white, in pixels, with the row labels that the page draws itself.
 * @param {Figure} figure
 * @param {{width: number, height: number}} drawn its size on the page, for a figure that has none of its own
 * @returns {Figure}
 */
export function forPrint({ data, layout }, drawn) {
  const [width, height] = [layout.width ?? drawn.width, layout.height ?? drawn.height];
  const { t = 0, b = 0 } = layout.margin ?? {};
  /** @type {{text: string, y: number}[]} */
  const rows = layout.meta?.rows ?? [];
  const labels = rows.map(({ text, y }) => ({
    text,
    xref: "paper",
    yref: "paper",
    x: 0,
    y: 1 - (y - t) / (height - t - b),
    xanchor: "right",
    yanchor: "middle",
    xshift: -6,
    showarrow: false,
    font: { size: 11 },
  }));
  const annotations = [...(layout.annotations ?? []), ...labels];
  return { data, layout: { ...layout, width, height, annotations, paper_bgcolor: "#ffffff", plot_bgcolor: "#ffffff" } };
}
