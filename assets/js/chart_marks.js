// The marks of a chart: a rectangle for the column and the row of the lit nucleotide and of its partner.

const SVG = "http://www.w3.org/2000/svg";

/** @returns {SVGSVGElement} column and row of the partner, column and row of the lit one, all hidden */
export function makeMarks() {
  const marks = document.createElementNS(SVG, "svg");
  marks.setAttribute("class", "chart-marks");
  marks.setAttribute("aria-hidden", "true");
  for (const name of ["there", "there", "here", "here"]) {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", name);
    marks.append(rect);
  }
  return marks;
}

/** @param {Element} rect @param {number[] | null} place x, y, width, height; null hides it */
export function setMark(rect, place) {
  rect.toggleAttribute("hidden", !place);
  for (const [k, name] of ["x", "y", "width", "height"].entries()) rect.setAttribute(name, String(place?.[k] ?? 0));
}
