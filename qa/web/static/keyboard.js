// Enter while composing (Chinese, Japanese, Korean input) chooses a word; it must not send.
// Browsers say so by isComposing; Safari says so only by key code 229. Gradio's box sends on
// the keypress that follows, which says neither.
(() => {
  let composing = false;

  function guard(event) {
    if (event.key !== "Enter" || !event.target.closest?.("#qa-question")) return;
    if (event.type === "keydown") composing = event.isComposing || event.keyCode === 229;
    if (!composing) return;
    event.stopImmediatePropagation();
    if (event.type === "keypress") event.preventDefault();
  }

  document.addEventListener("keydown", guard, true);
  document.addEventListener("keypress", guard, true);
})();
