/* What a script adds to a text: code can be copied, notes stand beside what they belong to. Loaded where there is either. */
"use strict";
(() => {
  const { copy = "", copied = "", sidenotes } = /** @type {HTMLElement} */ (document.currentScript).dataset;

  // Where the page is not secure, a browser has no clipboard for it.
  for (const block of navigator.clipboard ? document.querySelectorAll(".byline-prose .highlight:has(pre)") : []) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "byline-copy";
    button.textContent = copy;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const code = /** @type {HTMLElement} */ ([...block.querySelectorAll("pre")].at(-1)?.cloneNode(true));
      for (const number of code.querySelectorAll(".linenos")) number.remove();
      for (const prompt of code.querySelectorAll(".gp")) prompt.textContent = "\0";
      const lines = (code.textContent ?? "").trimEnd().split("\n");
      // Of a dialogue with a shell only what was typed.
      const typed = lines.filter((line) => line.includes("\0")).map((line) => line.slice(line.lastIndexOf("\0") + 1));
      try {
        await navigator.clipboard.writeText((typed.length ? typed : lines).join("\n"));
      } catch {
        return; // Not allowed: nothing was copied, and nothing says so.
      }
      button.textContent = copied;
      setTimeout(() => (button.textContent = copy), 2000);
    });
    block.append(button);
  }

  // Each note once, where it is first referred to; the style sheet shows it there or at the end.
  const placed = new Set();
  for (const mark of sidenotes ? document.querySelectorAll(".byline-prose .footnote-reference") : []) {
    const note = document.getElementById(decodeURIComponent(mark.getAttribute("href")?.slice(1) ?? ""));
    if (!note || placed.has(note)) continue;
    placed.add(note);
    const beside = document.createElement("span");
    beside.className = "byline-sidenote";
    beside.setAttribute("role", "note");
    beside.append(...note.cloneNode(true).childNodes);
    for (const part of beside.querySelectorAll("[id]")) part.removeAttribute("id");
    /** @type {Element} */
    let block = mark;
    while (block.parentElement && !block.parentElement.matches("section, .byline-prose")) block = block.parentElement;
    if (block.localName === "p") mark.after(beside);
    else block.before(beside);
  }
})();
