// One observer for the whole page: gradio changes its content whenever an answer comes, and the scripts follow.
//
// gradio 6.31 does not replace the HTML of a component: it patches the nodes that are there, attribute by attribute, and
// undoes whatever a script has changed in them. A patched drawing is recognised by its viewBox, which the viewer always
// writes in a form of its own (see scene_view.js).

/** What the scripts make themselves. */
const OWN = "[data-own], #nucleotide-card, .lesson-picture";

/**
 * Call back before the next paint after the page's content has changed, and once at the start.
 * @param {() => void} callback
 * @param {(svg: Element) => boolean} isOwnViewBox whether a drawing has the viewBox that a script gave it
 * @returns {() => void} requests a call although nothing has changed
 */
export function onPageChange(callback, isOwnViewBox) {
  let waiting = false;
  const request = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      callback();
    });
  };
  /** @param {MutationRecord} record */
  const isOwn = ({ type, target }) => {
    const element = target instanceof Element ? target : target.parentElement;
    return !element || (type === "attributes" ? isOwnViewBox(element) : element.closest(OWN) !== null);
  };
  new MutationObserver((records) => {
    if (!records.every(isOwn)) request();
  }).observe(document.body, {
    childList: true,
    characterData: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["viewBox"],
  });
  callback();
  return request;
}
