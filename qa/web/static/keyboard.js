// Enter while composing (Chinese, Japanese, Korean input) chooses a word; it must not send.
// Browsers say so by isComposing; Safari says so only by key code 229.
document.addEventListener(
  "keydown",
  (event) => {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && composing && event.target.closest("#qa-question")) {
      event.stopImmediatePropagation();
    }
  },
  true,
);
