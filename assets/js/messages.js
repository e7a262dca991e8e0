// What the page itself has to say about an input, below the box that it came into; it stays until the next input.

/** Sentences of the page, by the box that they belong to. */
const PLACES = { sequence: "sequence-message", reference: "reference-message" };

/** @typedef {keyof typeof PLACES} Box */

/** @param {Box} box @param {string} words */
export function say(box, words) {
  takeBack();
  const sentence = document.createElement("p");
  sentence.className = "wrong page-message";
  sentence.setAttribute("role", "alert");
  sentence.setAttribute("data-own", "");
  sentence.textContent = words;
  document.getElementById(PLACES[box])?.append(sentence); // beside the server's messages: those are not ours to change
}

export function takeBack() {
  for (const sentence of document.querySelectorAll(".page-message")) sentence.remove();
}
