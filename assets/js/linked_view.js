// What linking needs of a view; the strip, the drawings and the charts each have their own way to give it.

/**
 * A view that shows nucleotides and can light them.
 * @typedef {Object} LinkedView
 * @property {string} name such as "planar"
 * @property {HTMLElement} host the element with the id view-...
 * @property {HTMLElement | null} focusable what takes the focus, for the keys
 * @property {number} length how many nucleotides it shows
 * @property {(event: MouseEvent) => number} nearest the nucleotide at a place of the window, -1 for none
 * @property {(lit: number, partner: number) => void} light light one and its partner, -1 for none
 * @property {(i: number) => void} reveal bring a nucleotide into sight
 */

export const NEAR = 26; // pixels from a nucleotide within which it is meant

export {};
