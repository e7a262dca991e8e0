// The end of the beginning: once gradio has built the page, it is shown in place of the picture of it that came with
// the HTML (ssp_core/ui/first_paint.py).

import { followTab } from "./address.js";

const STILL = 6; // frames in which nothing of the page may move before it is shown
const MOST = 120; // frames: then it is shown as it is

let isWatched = false;

/** Show the page as soon as it stands and lies still: gradio lays it out several times while its styles arrive. */
export function showWhenBuilt() {
  if (isWatched || !("starting" in document.documentElement.dataset)) return;
  if (!document.querySelector("#tabs .tabitem")) return;
  isWatched = true;
  wait("", STILL, MOST);
}

/** @param {string} last where everything was in the frame before @param {number} still @param {number} left */
function wait(last, still, left) {
  if (still === 0 || left === 0) return show();
  const places = [...document.querySelectorAll("#tabs, #tabs .tab-wrapper, #desk > *")].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x, y, width, height].map(Math.round).join();
  });
  const now = places.join(" ");
  requestAnimationFrame(() => wait(now, now === last ? still - 1 : STILL, left - 1));
}

function show() {
  delete document.documentElement.dataset.starting;
  document.getElementById("first-paint")?.remove();
  followTab();
}
