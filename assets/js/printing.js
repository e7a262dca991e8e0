// On paper the Fold tab is its report (ssp_core/report_page.py): the file that it offers, in a shadow root of its own. A
// step of the Learn tab is its worksheet, outside of gradio's boxes, in which there are no page breaks.

export function startPrinting() {
  window.addEventListener("beforeprint", () => {
    layOutWorksheet();
    const link = document.querySelector('#exports a[download$="_report.html"]');
    if (!(link instanceof HTMLAnchorElement) || !document.getElementById("desk")?.checkVisibility()) return;
    const host = document.createElement("div");
    host.id = "report-on-paper";
    const root = host.attachShadow({ mode: "open" });
    const report = new DOMParser().parseFromString(textOf(link.href), "text/html");
    root.append(...report.querySelectorAll("style, .report"));
    document.body.append(host);
  });
  window.addEventListener("afterprint", () => document.querySelector("#report-on-paper, #worksheet-on-paper")?.remove());
}

function layOutWorksheet() {
  const lesson = document.querySelector(".lesson");
  if (!lesson?.checkVisibility()) return;
  const host = document.createElement("div");
  host.id = "worksheet-on-paper";
  host.className = "gradio-container"; // the page's styles are within it
  host.append(lesson.cloneNode(true));
  document.body.append(host);
}

/** The text of a data address in base64. @param {string} address */
function textOf(address) {
  const bytes = Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), (letter) => letter.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
