// "Why this pair?": asks the server for the lit pair, and brings the answer into sight when it has come.

let awaited = -1;

export function startWhy() {
  document.addEventListener("why", ({ detail }) => {
    awaited = detail.position;
  });
}

/** Called whenever the page has changed. */
export function showWhy() {
  const answer = document.querySelector("#why :is(.why, .message)");
  if (awaited < 0 || !answer) return;
  awaited = -1;
  answer.scrollIntoView({ block: "nearest", behavior: "smooth" });
}
