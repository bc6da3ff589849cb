// Small repairs of what Gradio draws: names for people who listen to the page, real date
// inputs, and reading that begins at the question, not at the end of the answer.
(() => {
  let questions = 0;
  let following = false;

  const words = () => window.qaTexts[document.getElementById("qa-lang")?.lang || "en"];

  function repair() {
    const language = document.getElementById("qa-lang")?.lang;
    if (language) document.documentElement.lang = language;
    // Gradio labels each message with its raw Markdown; its own content says it better.
    document
      .querySelectorAll("#qa-chat [data-testid='bot'][aria-label], #qa-chat [data-testid='user'][aria-label]")
      .forEach((message) => message.removeAttribute("aria-label"));
    document.querySelectorAll(".qa-date input:not([type='date'])").forEach((input) => {
      input.type = "date";
    });
    const label = (selector, text) => {
      const button = document.querySelector(selector);
      if (button && button.getAttribute("aria-label") !== text) button.setAttribute("aria-label", text);
    };
    label("#qa-question textarea", words().ask_label);
    label("#qa-question .submit-button", words().send);
    label("#qa-question .stop-button", words().stop);
    const notice = document.getElementById("qa-notice");
    if (notice && !notice.hasAttribute("role")) notice.setAttribute("role", "status");
  }

  function follow() {
    const asked = document.querySelectorAll("#qa-chat .user-row");
    if (asked.length > questions) following = true;
    questions = asked.length;
    const scroller = document.querySelector("#qa-chat [role='log']");
    if (!following || !questions || !scroller) return;
    const last = asked[questions - 1].getBoundingClientRect().top;
    scroller.scrollTop += last - scroller.getBoundingClientRect().top;
  }

  // Whoever scrolls by hand or moves about by keyboard is left in peace until the next question.
  for (const sign of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    document.addEventListener(
      sign,
      (event) => {
        if (event.target.closest?.("#qa-chat")) following = false;
      },
      { capture: true, passive: true },
    );
  }

  let planned = false;
  new MutationObserver(() => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      repair();
      follow();
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
