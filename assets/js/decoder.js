// The controls of the decoder: only the numbers that the chosen one uses are shown, and its hint.

import { facts } from "./facts.js";

export function startDecoder() {
  document.addEventListener("decoder", ({ detail }) => {
    const { hint, settings } = facts.decoders[detail] ?? { hint: "", settings: [] };
    for (const name of Object.keys(facts.numbers)) {
      document.getElementById(name)?.toggleAttribute("data-used", settings.includes(name));
    }
    const place = document.getElementById("decoder-hint");
    if (place) place.textContent = hint;
  });
}
