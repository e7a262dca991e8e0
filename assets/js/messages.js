// Messages of the page itself about an input, below the box it came into; they stay until the next input.

/** The element below each box, by the box's id. */
const PLACES = { sequence: "sequence-message", reference: "reference-message" };

/** @typedef {keyof typeof PLACES} Box */

/** @param {Box} box @param {string} words */
export function showMessage(box, words) {
  clearMessages();
  const sentence = document.createElement("p");
  sentence.className = "wrong page-message";
  sentence.setAttribute("role", "alert");
  sentence.setAttribute("data-own", "");
  sentence.textContent = words;
  document.getElementById(PLACES[box])?.append(sentence); // beside the server's own message
}

export function clearMessages() {
  for (const sentence of document.querySelectorAll(".page-message")) sentence.remove();
}
