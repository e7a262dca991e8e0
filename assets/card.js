// The card of the lit nucleotide: it listens for what assets/link.js says and fills #nucleotide-card, by textContent only.
(() => {
  "use strict";

  const CLASSES = ["(", ")", "."];
  const CLASS_WORDS = ["opens (", "closes )", "unpaired ."];
  const ELEMENTS = {
    f: "5′ end", t: "3′ end", s: "stem", h: "hairpin loop", i: "interior loop", m: "multiloop", e: "exterior loop, between stems",
  };
  const HINT = "Point at a nucleotide, or walk with ← →. Click or Enter pins, Esc lets go.";

  let shown = {}; // the last detail, as the same one need not be written twice

  const element = (tag, name, text) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  function title({ data, lit, pinned }) {
    const line = element("p", "link-title");
    line.append(element("b", "", `${data.sequence[lit]} ${lit + 1}`), element("span", "", ELEMENTS[data.elements[lit]] ?? ""));
    if (pinned) line.append(element("span", "link-pin", "pinned"));
    return line;
  }

  function bars({ data, lit }) {
    const rows = data.probabilities[lit].map((p, k) => {
      const row = element("div", CLASSES[k] === data.structure[lit] ? "link-decoded" : "");
      const track = element("span", "link-track");
      const fill = element("span", `link-fill link-class-${k}`);
      fill.style.width = `${100 * p}%`;
      track.append(fill);
      row.append(element("span", "", CLASS_WORDS[k]), track, element("span", "link-number", p.toFixed(3)));
      return row;
    });
    const box = element("div", "link-bars");
    box.append(...rows);
    return box;
  }

  function facts({ data, lit }) {
    const mate = data.partners[lit];
    const pair = data.pair?.[lit];
    const bits = data.probabilities[lit].reduce((sum, p) => sum - (p > 0 ? p * Math.log2(p) : 0), 0);
    const said = [mate < 0 ? "unpaired" : `pairs with ${data.sequence[mate]} ${mate + 1}`];
    if (mate >= 0 && typeof pair === "number") said.push(`${data.mixed ? "pair, all voices" : "pair probability"} ${pair.toFixed(3)}`);
    said.push(`entropy ${Math.abs(bits).toFixed(2)} bits`);
    if (data.raw[lit] !== data.structure[lit]) said.push(`raw ${data.raw[lit]} became ${data.structure[lit]}`);
    const box = element("p", "link-facts");
    box.append(...said.map((words) => element("span", "", words)));
    return box;
  }

  document.addEventListener("nucleotide", ({ detail }) => {
    const card = document.getElementById("nucleotide-card");
    const same = ["data", "lit", "pinned"].every((key) => shown[key] === detail[key]);
    if (!card || (same && card.firstChild)) return;
    shown = detail;
    card.setAttribute("aria-live", "polite");
    if (detail.data && detail.lit >= 0) card.replaceChildren(title(detail), bars(detail), facts(detail));
    else card.replaceChildren(element("p", "link-hint", HINT));
  });
})();
