// Small repairs of what Gradio draws, for people who listen to the page or type dates.
(() => {
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

  let planned = false;
  new MutationObserver(() => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      repair();
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
