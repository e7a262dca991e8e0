// A file that is chosen with "Open a file" or dropped on the sequence box: its bytes go to the server with one event.

import { contentOf } from "./files.js";
import { showMessage } from "./messages.js";

export function startFileDrop() {
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.matches("#file input")) return;
    const files = [...(target.files ?? [])];
    target.value = ""; // so that the same file can be chosen again
    void send(files);
  });
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) document.addEventListener(kind, onDrag, true);
}

/** A file that is dropped anywhere else must not replace the page. @param {Event} event */
function onDrag(event) {
  if (!(event instanceof DragEvent) || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  const target = event.target instanceof Element ? event.target : null;
  const box = target?.closest("#sequence") ?? null;
  const isOver = box !== null && event.type !== "drop" && event.type !== "dragleave";
  document.getElementById("sequence")?.toggleAttribute("data-dropping", isOver);
  event.dataTransfer.dropEffect = box ? "copy" : "none";
  if (event.type === "drop" && box) void send([...event.dataTransfer.files]);
}

/** @param {File[]} files */
async function send(files) {
  if (files.length === 0) return;
  if (files.length > 1) return refuse(`There are ${files.length} files; one at a time is wanted`);
  try {
    const detail = { data: await contentOf(files[0]) };
    document.querySelector("#file input")?.dispatchEvent(new CustomEvent("file", { bubbles: true, detail }));
  } catch (error) {
    refuse(/** @type {Error} */ (error).message);
  }
}

/** @param {string} words */
function refuse(words) {
  showMessage("sequence", `${words}. Nothing was changed.`);
}
