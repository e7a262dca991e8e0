// The end of the beginning: once gradio has built the page, it is shown in place of the picture of it that came with
// the HTML (ssp_core/ui/first_paint.py).

import { followTab } from "./address.js";

const STILL = 6; // frames in which nothing of the page may move before it is shown
const MOST = 120; // frames: then it is shown as it is

let isWatched = false;

/** Where the address has an RNA, the stored result is not shown while that RNA is folded. */
export function hideStoredResult() {
  if (!new URLSearchParams(location.search).get("seq")) return;
  document.documentElement.dataset.awaiting = "";
  document.addEventListener("answer", ({ detail }) => {
    if (!detail) return;
    const { standing, records } = JSON.parse(detail).panels;
    if (records || (standing !== undefined && !standing.includes('class="folding"'))) {
      delete document.documentElement.dataset.awaiting;
    }
  });
}

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

/** Open the tab that the address names, and show the page once gradio has drawn it. */
function show() {
  followTab();
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      delete document.documentElement.dataset.starting;
      document.getElementById("first-paint")?.remove();
    }),
  );
}
