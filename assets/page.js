// What the page does by itself, without a round trip: Ctrl+Enter, the guard against absurd pastes, labels of the strip,
// copying, and the switch between light and dark.
(() => {
  "use strict";

  const MOST = 20000; // characters; as in ssp_core/ui/inputs.py

  const root = () => document.querySelector(".gradio-container") || document.body;
  const inBox = (target) => target instanceof Element && target.closest("#sequence, #reference");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && inBox(event.target)) {
      event.preventDefault();
      document.getElementById("fold")?.click();
    }
  });

  // gradio gives every radio button a name of its own, so that the browser does not step through them by itself.
  const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const group = step && event.target instanceof Element && event.target.matches('input[type="radio"]') && event.target.closest("fieldset");
    if (!group || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = [...group.querySelectorAll('input[type="radio"]')];
    const next = all[(all.indexOf(event.target) + step + all.length) % all.length];
    event.preventDefault();
    next.focus();
    next.click();
  });

  // A paste of megabytes would freeze the box before anything could be said about it.
  for (const [kind, held] of [["paste", "clipboardData"], ["drop", "dataTransfer"]]) {
    document.addEventListener(kind, (event) => {
      const box = inBox(event.target);
      const text = event[held]?.getData("text/plain") ?? "";
      if (!box || text.length <= MOST) return;
      event.preventDefault();
      event.stopPropagation();
      refuse(box, kind, text.length);
    }, true);
  }

  // However else such a text comes into a box, it goes again before gradio hears of it and sends it to the server.
  const last = new WeakMap(); // box -> what it held before
  document.addEventListener("focusin", ({ target }) => { if (inBox(target)) last.set(target, target.value); });
  document.addEventListener("input", (event) => {
    const box = inBox(event.target);
    const { length } = event.target.value ?? "";
    if (!box) return;
    if (length <= MOST) return last.set(event.target, event.target.value);
    event.stopImmediatePropagation();
    event.target.value = last.get(event.target) ?? "";
    refuse(box, "text", length);
  }, true);

  // gradio hears of letters that are typed, and of none that are pasted, deleted, dropped or dictated.
  let typed = false; // from a key to the letter it brings, if it does: Enter on a button brings none
  document.addEventListener("keypress", (event) => {
    typed = event.isTrusted;
    setTimeout(() => { typed = false; });
  }, true);
  document.addEventListener("input", (event) => {
    if (inBox(event.target) && !typed) event.target.dispatchEvent(new Event("keypress"));
  });

  function refuse(box, what, length) {
    const found = `The ${what} holds ${length.toLocaleString("en")} characters`;
    say(box.id === "reference" ? "said-of-reference" : "said", `${found}; one of at most 1,022 nt is wanted. Nothing was changed.`);
  }

  function say(where, words) {
    unsay();
    const sentence = document.createElement("p");
    sentence.className = "wrong page-says";
    sentence.textContent = words;
    const place = document.getElementById(where);
    const said = place?.querySelector(".said") ?? place?.querySelector(".html-container") ?? place;
    said?.append(sentence);
  }

  // What the page itself has said is not gradio's to take away.
  function unsay() {
    for (const sentence of document.querySelectorAll(".page-says")) sentence.remove();
  }

  // A decoder's number that is out of range, or none, is answered here: gradio would send it, and have an error for it.
  const NUMBERS = { gamma: "gamma", trust: "trust in the network", families: "trust in families", temperature: "temperature" };
  const BOXES = Object.keys(NUMBERS).map((id) => `#${id} input[type="number"]`).join();
  const wrongNumber = ({ target }) => {
    if (!(target instanceof Element && target.matches(BOXES))) return null;
    const { value, min, max } = target;
    const right = value !== "" && Number(value) >= Number(min) && Number(value) <= Number(max);
    return right ? null : target.closest(Object.keys(NUMBERS).map((id) => `#${id}`).join());
  };
  document.addEventListener("input", (event) => {
    const block = wrongNumber(event);
    if (!block) return unsay();
    event.stopImmediatePropagation();
    const { value, min, max } = event.target;
    const found = value === "" ? "missing" : Number(value);
    say("said", `The ${NUMBERS[block.id]} is ${found}; a number from ${Number(min)} to ${Number(max)} is wanted. Nothing was changed.`);
  }, true);
  document.addEventListener("focusout", (event) => {
    const block = wrongNumber(event);
    if (block) event.target.value = block.querySelector('input[type="range"]').value; // the one that still counts
  }, true);

  document.addEventListener("click", async (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-scheme]")) {
      const dark = document.body.classList.toggle("dark");
      try { localStorage.setItem("scheme", dark ? "dark" : "light"); } catch { /* private window: not kept */ }
    }
    const copy = event.target.closest("[data-copy], [data-copy-link]");
    if (copy) {
      await write(copy.dataset.copy ?? new URL(copy.dataset.copyLink, location.href).href);
      const words = copy.textContent;
      if (words === "Copied") return;
      copy.textContent = "Copied";
      setTimeout(() => { copy.textContent = words; }, 1200);
    }
  });

  // navigator.clipboard is missing where the page is served over plain http to a class.
  async function write(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text).catch(() => {});
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  // The first block of each visual line carries the labels.
  function label() {
    for (const strip of document.querySelectorAll(".strip")) {
      let last = null;
      for (const block of strip.children) {
        const top = block.offsetTop;
        block.classList.toggle("line-start", top !== last);
        last = top;
      }
    }
  }

  // Within the strip a selection stays in the line it began in, and is copied without breaks.
  document.addEventListener("mousedown", (event) => {
    const line = event.target instanceof Element ? event.target.closest(".strip .line") : null;
    for (const strip of document.querySelectorAll(".strip[data-row]")) {
      delete strip.dataset.row;
      for (const picked of strip.querySelectorAll(".picked")) picked.classList.remove("picked");
    }
    if (!line) return;
    const strip = line.closest(".strip");
    strip.dataset.row = line.dataset.label;
    for (const other of strip.querySelectorAll(`.line[data-label="${line.dataset.label}"]`)) other.classList.add("picked");
  });
  document.addEventListener("copy", (event) => {
    const selection = document.getSelection();
    const strip = selection?.anchorNode?.parentElement?.closest(".strip[data-row]");
    if (!strip || selection.isCollapsed) return;
    const spans = strip.querySelectorAll(".picked span");
    event.clipboardData.setData("text/plain", [...spans].filter((span) => selection.containsNode(span, true)).map((span) => span.textContent).join(""));
    event.preventDefault();
  });

  // A pinned nucleotide is the one to mutate.
  document.addEventListener("nucleotide", (event) => {
    const box = document.querySelector("#mutate-position input");
    if (!box || !event.detail?.pinned || event.detail.lit < 0) return;
    box.value = String(event.detail.lit + 1);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });

  let waiting = false;
  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; label(); });
  }
  function begin() {
    let kept = null;
    try { kept = localStorage.getItem("scheme"); } catch { /* private window */ }
    if (kept) document.body.classList.toggle("dark", kept === "dark");
    // What lighting changes under the pointer, and figures, move no label: asking where they stand would cost a layout each.
    const own = ({ target }) => target instanceof Element && target.closest(".js-plotly-plot, #nucleotide-card");
    new MutationObserver((records) => {
      if (!records.every(own)) soon();
    }).observe(document.body, { childList: true, subtree: true });
    new ResizeObserver(soon).observe(root());
    window.addEventListener("resize", soon);
    soon();
  }
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
