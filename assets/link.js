// Linked views: pointing at a nucleotide in one view lights it and its partner in all of them.
//
// It reads the numbers from the hidden JSON in #link-data, finds the views by their ids (#view-strip with a data-i on
// every letter; plotly figures inside #view-*, which say in layout.meta where each nucleotide stands), and keeps an
// overlay of its own over every figure. Figures come and go as gradio redraws, so nothing is remembered about them
// except which have been bound. document.body.dataset.lit is the lit position, counted from 1; whoever wants to know more
// listens on the document for "nucleotide", whose detail is {data, lit, pinned} (the card does, assets/card.js).
(() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const NEAR = 26; // pixels from a nucleotide within which it is meant
  const STILL = 8; // pixels between press and release that are no drag yet; plotly's own measure
  // Where keys are typed or choose from a list: nothing is taken from there.
  const TYPED = 'textarea, select, [contenteditable="true"], [role="listbox"], input:not([type="radio"], [type="checkbox"], [type="range"])';
  const TITLES = {
    strip: "Structure strip", planar: "Planar drawing", arcs: "Arc diagram", circle: "Circle plot",
    matrix: "Pair matrix", heatmap: "Class probabilities",
  };

  let source = ""; // the JSON as it stands in the page
  let data = null; // what it says
  let letters = []; // for each nucleotide its spans in the strip
  let plots = []; // the plotly figures on the page
  let shining = []; // the spans that are lit, and those of the partner
  let lit = -1; // 0-based, -1 for none
  let held = false; // lit by keyboard: leaving a view with the pointer does not let go
  let pinned = false;
  const bound = new WeakMap(); // figure -> the event emitter its listeners are on

  const rootOf = (element) => element.closest('[id^="view-"]');

  // --- What is on the page -------------------------------------------------------------------------------------------

  function refresh() {
    const said = document.getElementById("link-data")?.textContent ?? "";
    const text = said.slice(Math.max(0, said.indexOf("{"))).trim(); // gradio may say "processing" before it
    if (text !== source) {
      source = text;
      data = parse(text);
      lit = -1;
      pinned = held = false;
    }
    const spans = document.querySelectorAll("#view-strip [data-i]");
    if (spans.length !== letters.total || spans[0] !== letters.first) {
      letters = [];
      for (const span of spans) (letters[Number(span.dataset.i)] ??= []).push(span);
      letters.total = spans.length;
      letters.first = spans[0];
      const strip = spans[0]?.closest('[tabindex="0"]');
      if (strip) name(strip, "strip");
    }
    plots = [...document.querySelectorAll('[id^="view-"] .js-plotly-plot')].filter((plot) => plot.layout?.meta?.view);
    plots.forEach(bind);
    show();
  }

  function parse(text) {
    try {
      return text ? JSON.parse(text) : null;
    } catch {
      return null; // half-way through a redraw; the next change brings the rest
    }
  }

  function name(view, kind) {
    if (view.hasAttribute("aria-label") && kind !== "strip") return;
    view.setAttribute("role", "group");
    view.setAttribute("aria-label", `${TITLES[kind] ?? kind}: left and right arrows walk along the chain, Enter pins`);
  }

  function bind(plot) {
    if (!plot.on || !plot._fullLayout?.xaxis || bound.get(plot) === plot._ev) return;
    bound.set(plot, plot._ev);
    plot._context.doubleClick = false; // plotly would move the drawing away from under a second, quick click
    const root = rootOf(plot);
    root.tabIndex = 0;
    name(root, plot.layout.meta.view);
    plot.on("plotly_afterplot", () => mark(plot));
    plot.on("plotly_relayouting", () => mark(plot));
  }

  // --- Lighting ------------------------------------------------------------------------------------------------------

  function light(i, from) {
    if (i === lit) return;
    lit = i;
    show(from);
  }

  function show(from) {
    // Sizes are asked for before anything is changed, or the browser would have to lay the page out in between.
    if (lit >= 0) plots.filter((plot) => rootOf(plot) !== from).forEach(bringIntoSight);
    if (lit >= 0) document.body.dataset.lit = String(lit + 1);
    else delete document.body.dataset.lit;
    for (const old of shining) old.classList.remove("link-lit", "link-partner");
    for (const span of letters[lit] ?? []) span.classList.add("link-lit");
    for (const span of letters[partner()] ?? []) span.classList.add("link-partner");
    shining = [...(letters[lit] ?? []), ...(letters[partner()] ?? [])];
    for (const view of new Set([document.getElementById("view-strip"), ...plots.map(rootOf)])) {
      if (!view) continue;
      if (lit >= 0) view.dataset.lit = String(lit + 1);
      else delete view.dataset.lit;
    }
    plots.forEach(mark);
    document.dispatchEvent(new CustomEvent("nucleotide", { detail: { data, lit, pinned } }));
  }

  const partner = () => (lit >= 0 && data ? data.partners[lit] : -1);

  function letGo() {
    pinned = held = false;
    light(-1);
  }

  // --- Figures -------------------------------------------------------------------------------------------------------

  // Where nucleotide i stands in a figure, in pixels of its svg; null where it is out of sight or the figure is of another RNA.
  function place(plot, i) {
    const { xaxis, yaxis } = plot._fullLayout;
    const { x, y } = plot.layout.meta;
    if (i < 0 || !data || x.length !== data.sequence.length) return null;
    const px = xaxis.l2p(x[i]);
    const py = y.length ? yaxis.l2p(y[i]) : 0;
    if (px < -1 || px > xaxis._length + 1 || py < -1 || py > yaxis._length + 1) return null;
    return [xaxis._offset + px, yaxis._offset + py];
  }

  function nearest(plot, event) {
    const { xaxis, yaxis, _size: size } = plot._fullLayout;
    const { x, y } = plot.layout.meta;
    const box = plot.getBoundingClientRect();
    const px = event.clientX - box.left - xaxis._offset;
    const py = event.clientY - box.top - yaxis._offset;
    const above = event.clientY - box.top - size.t;
    if (!data || x.length !== data.sequence.length || above < -8 || above > size.h + 24) return -1;
    let best = -1;
    let least = y.length ? NEAR : Math.max(NEAR / 2, xaxis.l2p(1) - xaxis.l2p(0));
    for (let i = 0; i < x.length; i += 1) {
      const dx = Math.abs(xaxis.l2p(x[i]) - px);
      const distance = y.length ? Math.hypot(dx, yaxis.l2p(y[i]) - py) : dx;
      if (distance < least) [best, least] = [i, distance];
    }
    return best;
  }

  // A picture of its own over the figure's: what changes in it leaves the figure's thousands of nodes as they were painted.
  function overlay(plot) {
    const box = plot.querySelector(".svg-container");
    let over = box?.querySelector(":scope > .link-overlay");
    if (box && !over) {
      over = document.createElementNS(SVG, "svg");
      over.setAttribute("class", "link-overlay");
      over.setAttribute("aria-hidden", "true");
      box.append(over);
    }
    return over;
  }

  function shape(group, tag, name, attributes) {
    const made = document.createElementNS(SVG, tag);
    made.setAttribute("class", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    group.append(made);
  }

  // From rim to rim of two discs; in the circle bent as ssp_core/figures/circle.py bends its curves.
  function tie(plot, here, there, radius) {
    let bend = [(here[0] + there[0]) / 2, (here[1] + there[1]) / 2];
    if (plot.layout.meta.view === "circle") {
      const { xaxis, yaxis } = plot._fullLayout;
      const centre = [xaxis._offset + xaxis.l2p(0), yaxis._offset + yaxis.l2p(0)];
      const chord = Math.hypot(here[0] - there[0], here[1] - there[1]) / Math.abs(xaxis.l2p(1) - xaxis.l2p(0));
      bend = bend.map((at, k) => centre[k] + (at - centre[k]) * (1 - chord / 2) * 0.8);
    }
    const rim = (from) => {
      const far = Math.hypot(bend[0] - from[0], bend[1] - from[1]) || 1;
      return from.map((at, k) => at + (bend[k] - at) * Math.min(radius / far, 1));
    };
    return `M${rim(here)}Q${bend} ${rim(there)}`;
  }

  function mark(plot) {
    const group = plot._fullLayout?.xaxis ? overlay(plot) : null;
    if (!group) return;
    group.replaceChildren();
    const here = place(plot, lit);
    const there = place(plot, partner());
    const kind = plot.layout.meta.kind;
    if (kind === "points") {
      const size = plot.disc;
      if (here && there) shape(group, "path", "link-tie", { d: tie(plot, here, there, size / 2 + 4) });
      if (there) shape(group, "circle", "link-there", { cx: there[0], cy: there[1], r: size / 2 + 3 });
      if (here) shape(group, "circle", "link-here", { cx: here[0], cy: here[1], r: size / 2 + 4 });
      return;
    }
    const { xaxis, yaxis, _size: size } = plot._fullLayout;
    const wide = Math.max(xaxis.l2p(1) - xaxis.l2p(0), 3);
    for (const [spot, name] of [[there, "link-there"], [here, "link-here"]]) {
      const [y, height] = kind === "cross" ? [yaxis._offset, yaxis._length] : [size.t, size.h];
      if (spot) shape(group, "rect", name, { x: spot[0] - wide / 2, y, width: wide, height });
    }
    if (kind === "cross") {
      for (const [i, name] of [[partner(), "link-there"], [lit, "link-here"]]) {
        const y = i < 0 ? -1 : yaxis.l2p(plot.layout.meta.x[i]);
        if (y < 0 || y > yaxis._length || !data) continue;
        shape(group, "rect", name, { x: xaxis._offset, y: yaxis._offset + y - wide / 2, width: xaxis._length, height: wide });
      }
    } else if (plot.layout.meta.view === "arcs" && here && there) {
      const line = yaxis._offset + yaxis.l2p(0);
      const tall = yaxis.l2p(0) - yaxis.l2p(Math.abs(lit - partner()) / 2);
      const [left, right] = here[0] < there[0] ? [here[0], there[0]] : [there[0], here[0]];
      shape(group, "path", "link-tie", { d: `M${left},${line}A${(right - left) / 2},${tall} 0 0 1 ${right},${line}` });
    }
  }

  function bringIntoSight(plot) {
    const wide = plot.layout.meta.staying;
    const spot = wide ? place(plot, lit) : null;
    let box = spot ? plot.parentElement : null;
    while (box && !(box.scrollWidth > box.clientWidth && /auto|scroll/.test(getComputedStyle(box).overflowX))) {
      if (box === rootOf(plot)) return;
      box = box.parentElement;
    }
    if (!box) return;
    const x = spot[0] - box.scrollLeft;
    if (x < wide + 8 || x > box.clientWidth - 24) box.scrollLeft = spot[0] - (box.clientWidth + wide) / 2;
  }

  // --- Pointer and keyboard ------------------------------------------------------------------------------------------

  // The nucleotide under an event: its index, -1 in a view but at none, null outside all views.
  function under(event) {
    if (!(event.target instanceof Element)) return null;
    const span = event.target.closest("#view-strip [data-i]");
    if (span) return Number(span.dataset.i);
    const plot = event.target.closest(".js-plotly-plot");
    if (plot && plots.includes(plot) && plot._fullLayout?.xaxis) return nearest(plot, event);
    return event.target.closest("#view-strip") ? -1 : null;
  }

  let moved = null;
  document.addEventListener("pointermove", (event) => {
    if (pinned || event.buttons || event.pointerType === "touch") return; // a selection or a pan is under way
    if (!moved) requestAnimationFrame(follow);
    moved = event;
  }, { passive: true });

  function follow() {
    const i = under(moved);
    const from = moved.target instanceof Element ? rootOf(moved.target) : null;
    moved = null;
    if (pinned || (i === null && held)) return;
    if (i !== null && i >= 0) held = false;
    if (i === null || i >= 0) light(i ?? -1, from);
  }

  // A press and a release at one place. Clicks will not do: where plotly listens to touch they come without a place.
  let pressed = null;
  document.addEventListener("pointerdown", (event) => { pressed = event.isPrimary && event.button === 0 ? event : null; }, true);
  document.addEventListener("pointercancel", () => { pressed = null; }, true);
  document.addEventListener("pointerup", (event) => {
    const from = pressed;
    pressed = null;
    if (!from || Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > STILL) return; // a drag
    const i = under(from);
    if (i === null || i < 0) return;
    const again = pinned && i === lit;
    if (again && event.pointerType === "touch") return letGo(); // no pointer stays there to keep it lit
    [pinned, held, lit] = [!again, false, i];
    const root = rootOf(from.target);
    if (root.tabIndex === 0) root.focus({ preventScroll: true }); // so that the arrow keys go on from here
    show(root);
  }, true);

  document.addEventListener("keydown", (event) => {
    if (!data || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.key === "Escape" && lit >= 0 && !target.closest('[role="listbox"]')) return letGo();
    if (target.closest(TYPED)) return;
    if (target.closest('input, [role="slider"], [role="tab"], [role="radio"]')) return; // these have arrows and Enter of their own
    const inView = rootOf(target) || target.closest("#nucleotide-card");
    if (event.key === "Enter" && lit >= 0 && (inView || target === document.body) && !target.closest("button, a")) {
      pinned = !pinned;
      held = true;
      show();
    } else if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && (inView || lit >= 0)) {
      const step = event.key === "ArrowLeft" ? -1 : 1;
      held = true;
      light(lit < 0 ? (step > 0 ? 0 : data.sequence.length - 1) : Math.min(Math.max(lit + step, 0), data.sequence.length - 1));
      event.preventDefault();
    }
  });

  // --- Begin ---------------------------------------------------------------------------------------------------------

  let waiting = false;
  function begin() {
    const own = (record) => record.target instanceof Element && record.target.closest(".link-overlay, #nucleotide-card, .hoverlayer");
    new MutationObserver((records) => {
      if (waiting || records.every(own)) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; refresh(); });
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
    refresh();
  }
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
