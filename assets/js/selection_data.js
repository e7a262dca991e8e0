// The numbers of the result that is shown, one entry for each nucleotide, as hidden JSON in #link-data.

/**
 * Probabilities of one origin. The first source of a result is what made its drawing.
 * @typedef {Object} Source
 * @property {"decoded" | "network" | "thermodynamics"} name
 * @property {string} title
 * @property {number[][]} probabilities L x 3, in the order of `facts.classes`
 * @property {(number | null)[]} pair L, the probability of the drawn pair, null where there is none
 */

/**
 * @typedef {Object} SelectionData
 * @property {string} sequence
 * @property {string} address the query that opens this result, beginning with "?"
 * @property {string} structure dot-bracket
 * @property {string} raw the likeliest class of each nucleotide by the network alone
 * @property {number[]} partners 0-based, -1 where unpaired
 * @property {string} elements one letter for each nucleotide, see `facts.elements`
 * @property {string | null} reference dot-bracket
 * @property {Source[]} sources
 */

let text = "";
/** @type {SelectionData | null} */
let data = null;

/**
 * Return the data as the page has it now; the same object as before if nothing has changed.
 * @returns {SelectionData | null}
 */
export function selectionData() {
  const content = document.getElementById("link-data")?.textContent ?? "";
  const begin = content.indexOf("{"); // gradio may write its progress before it
  const json = begin < 0 ? "" : content.slice(begin).trim();
  if (json !== text) {
    text = json;
    data = parse(json);
  }
  return data;
}

/** @param {string} json @returns {SelectionData | null} */
function parse(json) {
  try {
    return json ? JSON.parse(json) : null;
  } catch {
    return null; // half-way through a change; the rest comes with the next one
  }
}
