// The facts that the page gives its scripts: one JSON in #facts, read once.

/**
 * A grey that charts are sent in, and the inks that it becomes in each theme; light is also that of saved pictures.
 * @typedef {Object} Ink
 * @property {string} sent
 * @property {string} light
 * @property {string} dark
 */

/**
 * @typedef {Object} Facts
 * @property {Record<string, string>} elements letter of an element ("s") to its name ("stem")
 * @property {Record<string, string>} views name of a view ("planar") to its title ("Planar drawing")
 * @property {string[]} classes the symbols ( ) .
 * @property {string[]} classNames what each of them means, in the same order
 * @property {{characters: number, file: number, length: number}} limits characters of a text box, bytes of a file, nucleotides
 * @property {Record<string, string>} iupac code ("R") to the bases it stands for ("AG")
 * @property {Record<string, {hint: string, settings: string[]}>} decoders by name: its hint, and the settings it uses
 * @property {Record<string, string>} numbers id of a decoder setting's block to its title
 * @property {{card: string, keys: string}} hints the empty card's sentence; what keys do in a view
 * @property {string} plotly address of plotly's script
 * @property {Ink[]} chartInks
 * @property {string} standaloneCss rules with one class each, in plain light colours, for saved drawings
 */

/** @returns {Facts} */
function read() {
  const text = document.getElementById("facts")?.textContent;
  if (!text) throw new Error("The page brings no #facts for its scripts.");
  return JSON.parse(text);
}

export const facts = read();
