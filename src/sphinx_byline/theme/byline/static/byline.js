/* Light and dark, the section being read, keys, and anchors in every script. The page reads right without any of it. */
"use strict";
(() => {
  const root = document.documentElement;
  /** @type {(selector: string, within?: ParentNode) => HTMLElement[]} */
  const all = (selector, within = document) => [...within.querySelectorAll(/** @type {"b"} */ (selector))];
  /** @type {(event: Event) => Element | null} */
  const at = (event) => (event.target instanceof Element ? event.target : null);

  // Light, dark, or as the system. The choice was put on <html> by the line in the head, before anything was painted.
  const [button] = all(".byline-toggle");
  const bar = document.head.appendChild(document.createElement("meta"));
  bar.name = "theme-color";
  const showColours = () => {
    const mode = root.dataset.theme || "auto";
    if (button) {
      button.ariaLabel = button.title = button.dataset[mode] ?? "";
    }
    bar.content = getComputedStyle(root).backgroundColor;
  };
  const chooseColours = (/** @type {string} */ mode) => {
    root.dataset.theme = mode;
    try {
      if (mode === "auto") localStorage.removeItem("byline-theme");
      else localStorage.setItem("byline-theme", mode);
    } catch {
      // No storage: the choice lasts as long as the page.
    }
    showColours();
  };
  if (!["light", "dark"].includes(root.dataset.theme ?? "")) root.dataset.theme = "auto";
  button?.addEventListener("click", () => {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    // The first press always changes what is seen.
    const order = dark ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    chooseColours(order[(order.indexOf(root.dataset.theme ?? "") + 1) % order.length]);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showColours);
  addEventListener("storage", (event) => {
    if (event.key === "byline-theme") chooseColours(event.newValue || "auto");
  });
  showColours();

  // Anchors: an address holds 链式法则 percent-encoded, an id does not.
  const targetOf = (/** @type {string} */ hash) => {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)));
    } catch {
      return null;
    }
  };
  const follow = () => {
    const target = location.hash.length > 1 && targetOf(location.hash);
    if (!target) return;
    for (let box = target.closest("details"); box; box = box.parentElement?.closest("details") ?? null) box.open = true;
    target.scrollIntoView();
  };
  for (const moment of ["hashchange", "load"]) addEventListener(moment, follow);

  // Contents and navigation: open beside the text, folded above it.
  const beside = matchMedia("(min-width: 75rem)");
  const place = () => {
    for (const fold of all(":is(.byline-toc, .byline-branch) > details")) fold.toggleAttribute("open", beside.matches);
  };
  beside.addEventListener("change", place);
  place();

  // The section that is being read is marked.
  const [toc] = all(".byline-toc");
  if (toc) {
    toc.addEventListener("click", (event) => {
      if (at(event)?.closest("a") && !beside.matches) toc.firstElementChild?.removeAttribute("open");
    });
    const links = all('a[href^="#"]:not([href="#"])', toc);
    const parts = links.map((link) => ({ link, part: targetOf(link.getAttribute("href") ?? "") }));
    /** @type {HTMLElement | null} */
    let current = null;
    const mark = () => {
      if (!beside.matches) return; // No layout for what is folded.
      const now = parts.findLast(({ part }) => part && part.getBoundingClientRect().top <= innerHeight * 0.3)?.link ?? null;
      if (now === current) return;
      current?.classList.remove("is-current");
      current?.removeAttribute("aria-current");
      current = now;
      if (!now) return;
      now.classList.add("is-current");
      now.setAttribute("aria-current", "location");
      const box = /** @type {HTMLElement} */ (toc.parentElement);
      const inside = now.getBoundingClientRect();
      const view = box.getBoundingClientRect();
      if (box.scrollHeight > box.clientHeight && (inside.top < view.top + 60 || inside.bottom > view.bottom - 60))
        box.scrollTop += inside.top - view.top - box.clientHeight / 2;
    };
    for (const moment of ["scroll", "resize"]) addEventListener(moment, mark, { passive: true });
    mark();
  }

  // Search: its link, "/" and Ctrl-K (or Cmd-K) open it. Nothing of it is loaded before.
  const dialog = /** @type {HTMLDialogElement | null} */ (document.querySelector(".byline-dialog"));
  const openSearch = () => {
    const field = /** @type {HTMLInputElement | null} */ (document.querySelector(".byline-finder input"));
    if (!field) return false;
    if (dialog && !dialog.open) dialog.showModal();
    field.focus();
    field.select();
    if (dialog?.dataset.script) {
      document.head.appendChild(document.createElement("script")).src = dialog.dataset.script;
      delete dialog.dataset.script;
    }
    return true;
  };
  all(".byline-search-link")[0]?.addEventListener("click", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey && openSearch()) event.preventDefault();
  });
  dialog?.addEventListener("click", (event) => {
    if (event.target === dialog || at(event)?.closest(".byline-finder-close")) dialog.close();
  });
  // Before Sphinx's own keys, which keep Escape from a dialog, and those that a host such as Read the Docs brings.
  const openByKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape" && !event.isComposing) return dialog?.close();
    const typing = at(event)?.closest("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if ((!slash && !k) || !openSearch()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener("keydown", openByKey, true);

  // What another host has is asked for when a reader wants it.
  for (const show of /** @type {NodeListOf<HTMLTemplateElement>} */ (document.querySelectorAll(".byline-show + template")))
    show.previousElementSibling?.addEventListener("click", () => {
      show.previousElementSibling?.replaceWith(show.content.cloneNode(true));
    });
  // A task's box is named by the task.
  for (const box of all(".task-list-item-checkbox")) box.ariaLabel = box.closest("li")?.textContent?.trim() ?? null;
  // What scrolls in itself can be reached with the keyboard.
  const reach = () => {
    for (const base of all(".byline-prose .math:not(div) .base")) {
      const line = base.closest("p, li, dd, td, figcaption");
      if (line && base.offsetWidth > line.clientWidth) base.closest(".katex")?.classList.add("byline-long");
    }
    for (const box of all(".byline-prose :is(pre, table, .katex-display, .byline-long, div.math)")) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  for (const moment of ["load", "resize"]) addEventListener(moment, reach);
})();
