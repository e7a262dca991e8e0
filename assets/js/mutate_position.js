// A pinned nucleotide is the one to mutate.

export function startMutatePosition() {
  document.addEventListener("nucleotide", ({ detail }) => {
    const box = document.querySelector("#mutate-position input");
    if (!(box instanceof HTMLInputElement) || !detail.pinned || detail.lit < 0) return;
    const position = String(detail.lit + 1);
    if (box.value === position) return;
    box.value = position;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
