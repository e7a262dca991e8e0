// Light or dark: the switch [data-scheme], kept for the next visit. gradio has it as the class `dark` of the body.

const KEY = "scheme";

export function startScheme() {
  const kept = recall();
  if (kept) document.body.classList.toggle("dark", kept === "dark");
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element) || !target.closest("[data-scheme]")) return;
    const dark = document.body.classList.toggle("dark");
    try {
      localStorage.setItem(KEY, dark ? "dark" : "light");
    } catch {
      // a private window does not keep it
    }
    document.dispatchEvent(new CustomEvent("scheme", { detail: { dark } }));
  });
}

function recall() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
