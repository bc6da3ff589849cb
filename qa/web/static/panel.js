// The source panel: a click on a citation opens the article with the quoted passage marked.
// Links say where: #src-ARTICLE-START-END, counted in characters (code points) of the body.
// Everything is put in as text, never as HTML: articles may hold anything.
(() => {
  const PLACE = /^#src-(.+)-(\d+)-(\d+)$/;
  const MONTHS = (
    "January February March April May June July August September October November December"
  ).split(" ");
  let panel = null;
  let opener = null;
  let wanted = 0;

  const language = () => document.getElementById("qa-lang")?.lang || "en";
  const words = () => window.qaTexts[language()];

  function element(name, properties = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key in made) made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  function ensurePanel() {
    if (panel) return panel;
    const shade = element("div", { id: "qa-shade" });
    shade.addEventListener("click", close);
    panel = element("aside", { id: "qa-panel", role: "dialog", tabIndex: -1 });
    document.body.append(shade, panel);
    return panel;
  }

  function fill(head, ...children) {
    const closing = element("button", { id: "qa-close", type: "button", textContent: "✕" });
    closing.setAttribute("aria-label", words().close);
    closing.title = words().close;
    closing.addEventListener("click", close);
    const bar = element(
      "div",
      { className: "qa-panel-bar" },
      element("span", { textContent: words().article }),
      closing,
    );
    const top = element("header", {}, bar, ...head);
    const content = element("div", { className: "qa-panel-content", tabIndex: 0 }, ...children);
    ensurePanel().replaceChildren(top, content);
    panel.lang = language();
    panel.setAttribute("aria-label", words().article);
  }

  async function open(link, [, article, start, end]) {
    const request = ++wanted;
    leave();
    opener = link;
    opener.setAttribute("aria-current", "true");
    fill([], element("p", { className: "qa-soft", textContent: words().loading }));
    document.body.classList.add("qa-panel-open");
    panel.focus({ preventScroll: true });
    try {
      const address = new URL(`page/articles/${encodeURIComponent(article)}`, document.baseURI);
      address.searchParams.set("language", language());
      const response = await fetch(address, { credentials: "same-origin" });
      const body = await response.json();
      if (request !== wanted) return;
      if (response.ok) show(body, Number(start), Number(end));
      else excuse(response.status === 500 ? "" : body.error.message);
    } catch {
      // What the browser says of a connection is in its own words, not in the page's.
      if (request === wanted) excuse(words().not_reached);
    }
  }

  function excuse(why) {
    fill(
      [],
      element("p", { textContent: words().not_loaded }),
      element("p", { className: "qa-soft", textContent: why }),
    );
  }

  function close() {
    wanted += 1;
    document.body.classList.remove("qa-panel-open");
    if (opener?.isConnected) opener.focus();
    leave();
  }

  function leave() {
    opener?.removeAttribute("aria-current");
    opener = null;
  }

  function show(article, start, end) {
    const head = [element("h2", { textContent: article.title }), facts(article)];
    const body = element("div", { className: "qa-article" });
    body.lang = article.language;
    body.append(...paragraphs(article.body, start, end));
    fill(head, body);
    const mark = panel.querySelector("mark");
    if (!mark) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    mark.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }

  function facts(article) {
    const line = element("p", { className: "qa-facts" });
    const published = localTime(article.published);
    const known = [article.source, published, article.category].filter(Boolean);
    line.append(known.join(" · "));
    if (/^https?:\/\//i.test(article.url || "")) {
      const link = element("a", {
        href: article.url,
        target: "_blank",
        rel: "noopener noreferrer",
        textContent: `${words().original} ↗`,
      });
      line.append(known.length ? " · " : "", link);
    }
    return line;
  }

  // In the article's own local time: the offset is dropped, the clock reads as it did there.
  function localTime(published) {
    const parts = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(published || "");
    if (!parts) return published || "";
    const [, year, month, day, clock] = parts;
    const time = clock && clock !== "00:00" ? clock : "";
    if (language() !== "en") return `${year}年${+month}月${+day}日 ${time}`.trim();
    return [`${+day} ${MONTHS[month - 1]} ${year}`, time].filter(Boolean).join(", ");
  }

  // One <p> a paragraph; the part of it that lies in [start, end) is marked.
  function paragraphs(body, start, end) {
    const characters = Array.from(body);
    const made = [];
    let from = 0;
    for (const paragraph of body.split("\n\n")) {
      const to = from + Array.from(paragraph).length;
      const cut = (position) => Math.min(Math.max(position, from), to);
      const piece = (a, b) => characters.slice(a, b).join("");
      const [left, right] = [cut(start), cut(end)];
      const line = element("p", {}, piece(from, left));
      if (left < right) {
        const mark = element("mark", { textContent: piece(left, right) });
        mark.title = words().quote;
        line.append(mark);
      }
      line.append(piece(Math.max(left, right), to));
      made.push(line);
      from = to + 2;
    }
    return made;
  }

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.("a[href^='#src-']");
      const place = link && PLACE.exec(decodeURIComponent(link.hash));
      if (!place) return;
      event.preventDefault();
      open(link, place);
    },
    true,
  );

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("qa-panel-open")) close();
  });
})();
