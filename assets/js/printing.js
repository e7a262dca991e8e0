// On paper the Fold tab is its report (ssp_core/report_page.py): the file that it offers, in a shadow root of its own.

export function startPrinting() {
  window.addEventListener("beforeprint", () => {
    const link = document.querySelector('#exports a[download$="_report.html"]');
    if (!(link instanceof HTMLAnchorElement) || !document.getElementById("desk")?.checkVisibility()) return;
    const host = document.createElement("div");
    host.id = "report-on-paper";
    const root = host.attachShadow({ mode: "open" });
    const report = new DOMParser().parseFromString(textOf(link.href), "text/html");
    root.append(...report.querySelectorAll("style, .report"));
    document.body.append(host);
  });
  window.addEventListener("afterprint", () => document.getElementById("report-on-paper")?.remove());
}

/** The text of a data address in base64. @param {string} address */
function textOf(address) {
  const bytes = Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), (letter) => letter.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
