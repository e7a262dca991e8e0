// The map of mutations: numbers from each report of a scan into its cells; pointing at a cell lights its position in all
// views, arrows walk, a click or Enter opens the mutant (ssp_core/ui/fold/whatif_card.py).

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @returns {{refresh: () => void}} to be called whenever the page has changed */
export function startScanMap() {
  /** @type {Element | null} */
  let grid = null;
  /** @type {HTMLElement[][]} the cells of each position, by base */
  let columns = [];
  let counts = ""; // that the cells show
  /** @type {string | null} the mutant that has been asked for */
  let opening = null;
  let stopping = false;
  let pointed = false; // whether the pointer lights a position
  let touched = false; // whether what is focused now was focused by a finger
  let state = ""; // of the scan

  function refresh() {
    const found = document.querySelector("[data-scan-map]");
    if (found !== grid) {
      [grid, columns, counts] = [found, found ? columnsOf(found) : [], ""];
      if (columns.length) columns[0][0].tabIndex = 0;
    }
    const progress = document.querySelector("[data-scan]");
    paint(progress?.getAttribute("data-counts") ?? "");
    follow(progress);
  }

  // --- Cells ---------------------------------------------------------------------------------------------------------

  /** @param {string} text a number for each mutation by position and base, nothing where it is not folded */
  function paint(text) {
    if (!grid || text === counts) return;
    counts = text;
    const numbers = text.split(",").map((each) => (each === "" ? null : Number(each)));
    const most = Math.max(1, ...numbers.map((each) => each ?? 0));
    const cells = columns.flat().filter((cell) => cell.dataset.mutation);
    for (const [k, cell] of cells.entries()) show(cell, numbers[k] ?? null, most);
    write("[data-map-most]", String(most));
  }

  /** @param {HTMLElement} cell @param {number | null} count @param {number} most */
  function show(cell, count, most) {
    cell.toggleAttribute("data-folded", count !== null);
    if (count !== null) cell.style.setProperty("--share", (count / most).toFixed(3));
    const label = `${cell.dataset.mutation}: ${count === null ? "not folded yet" : pairs(count)}`;
    if (cell.getAttribute("aria-label") !== label) cell.setAttribute("aria-label", label);
  }

  /** @param {number} count */
  const pairs = (count) => (count === 1 ? "1 pair changes" : `${count || "no"} pairs change`);

  /** @param {HTMLElement} cell @param {boolean} isPointed */
  function point(cell, isPointed) {
    pointed = isPointed;
    document.dispatchEvent(new CustomEvent("light", { detail: Number(cell.dataset.i) }));
    write("[data-map-readout]", cell.getAttribute("aria-label") ?? "");
  }

  function letGo() {
    pointed = false;
    document.dispatchEvent(new CustomEvent("light", { detail: -1 }));
  }

  document.addEventListener("nucleotide", ({ detail: { lit } }) => {
    grid?.querySelectorAll(".lit").forEach((cell) => cell.classList.remove("lit"));
    columns[lit]?.forEach((cell) => cell.classList.add("lit"));
  });

  // --- Pointer and keys ----------------------------------------------------------------------------------------------

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const cell = cellOf(event.target);
    if (cell) point(cell, true);
    else if (pointed) letGo();
  });

  // Under a finger nothing is lit: the sheet of the nucleotide would come between press and release.
  document.addEventListener("pointerdown", ({ pointerType }) => (touched = pointerType === "touch"), true);
  document.addEventListener("focusin", ({ target }) => {
    const cell = cellOf(target);
    if (cell && !touched) point(cell, false);
  });
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (cellOf(target) && !cellOf(relatedTarget)) letGo();
  });

  // Before the views: there the arrows walk along the chain.
  document.addEventListener(
    "keydown",
    (event) => {
      const cell = cellOf(event.target);
      touched = false;
      if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Enter" || event.key === " ") cell.click();
      else if (!walk(cell, event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );

  /** @param {HTMLElement} cell @param {string} key @returns {boolean} whether the key walks */
  function walk(cell, key) {
    const i = Number(cell.dataset.i);
    const row = columns[i].indexOf(cell);
    const last = columns.length - 1;
    const [across, down] = ARROWS[/** @type {keyof typeof ARROWS} */ (key)] ?? [0, 0];
    if (key !== "Home" && key !== "End" && !across && !down) return false;
    const to = key === "Home" ? 0 : key === "End" ? last : Math.min(Math.max(i + across, 0), last);
    const next = columns[to][Math.min(Math.max(row + down, 0), columns[to].length - 1)];
    stopAt(next);
    next.focus();
    return true;
  }

  /** The one cell that the Tab key stops at. @param {HTMLElement} cell */
  function stopAt(cell) {
    for (const other of columns.flat()) if (other.tabIndex === 0) other.tabIndex = -1;
    cell.tabIndex = 0;
  }

  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.closest("#scan-stop")) stop();
    const cell = cellOf(target);
    if (cell) stopAt(cell);
    if (target.closest("#mutate, #mutate-base label")) busy(true);
    const asked = target.closest("#scan-map [data-mutation], #scan-progress [data-mutation]");
    if (!(asked instanceof HTMLElement)) return;
    opening = asked.dataset.mutation ?? null;
    busy(true);
    write("[data-map-readout]", `Folding ${opening} ...`);
  });

  // --- Answers -------------------------------------------------------------------------------------------------------

  /** @param {boolean} isBusy whether a mutant is being folded */
  function busy(isBusy) {
    document.getElementById("whatif")?.setAttribute("aria-busy", String(isBusy));
  }

  document.addEventListener("answer", ({ detail }) => {
    if (detail?.includes('"whatif":')) arrive();
  });

  /** A mutant has come, or a sentence on why not: one that was asked for in the map is brought into sight. */
  function arrive() {
    busy(false);
    const host = document.getElementById("whatif");
    if (!host || opening === null) return;
    write("[data-map-readout]", `${opening} is shown above the map.`);
    opening = null;
    const { top } = host.getBoundingClientRect();
    if (top < 0 || top > innerHeight - 200) host.scrollIntoView({ block: "start", behavior: "smooth" });
  }

  function stop() {
    stopping = true;
    document.getElementById("scan-stop")?.setAttribute("disabled", "");
    follow(document.querySelector("[data-scan]"));
  }

  /** @param {Element | null} progress */
  function follow(progress) {
    const now = progress?.getAttribute("data-scan") ?? "";
    if (now === "running" && stopping) write("[data-scan-words]", "Stopping ..."); // over what was on its way
    if (now === state) return;
    const had = document.activeElement;
    if (now !== "running" && state === "running") {
      const wasOnStop = stopping && (had === document.body || had?.id === "scan-stop");
      stopping = false;
      document.getElementById("scan-stop")?.removeAttribute("disabled");
      if (wasOnStop) document.getElementById("scan")?.focus({ preventScroll: true });
    }
    state = now;
  }

  return { refresh };
}

/** @param {EventTarget | null} target */
function cellOf(target) {
  const cell = target instanceof Element ? target.closest(".scan-map .map-cell") : null;
  return cell instanceof HTMLElement ? cell : null;
}

/** @param {Element} grid */
function columnsOf(grid) {
  /** @type {HTMLElement[][]} */
  const columns = [];
  for (const cell of grid.querySelectorAll(".map-cell")) {
    if (cell instanceof HTMLElement) (columns[Number(cell.dataset.i)] ??= []).push(cell);
  }
  return columns;
}

/** @param {string} place @param {string} words */
function write(place, words) {
  const element = document.querySelector(place);
  if (element && element.textContent !== words) element.textContent = words;
}
