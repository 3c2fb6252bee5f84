/* Opens an image of the text large. Linked only where there is one; without it the image stays as it is. */
"use strict";
(() => {
  const { open = "", close = "" } = /** @type {HTMLElement} */ (document.currentScript).dataset;
  const dialog = document.createElement("dialog");
  dialog.className = "byline-zoom";
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "✕";
  button.setAttribute("aria-label", close);
  document.body.append(dialog);
  dialog.addEventListener("click", () => dialog.close());

  for (const image of /** @type {NodeListOf<HTMLImageElement>} */ (document.querySelectorAll("img[data-large]"))) {
    const alt = image.alt;
    // Sphinx links an image that is shown in another size to its file. All other links lead where they lead.
    const link = image.closest("a");
    if (link && link.href !== image.src) continue;
    /** @param {Event} event */
    const enlarge = (event) => {
      event.preventDefault();
      const large = new Image();
      large.referrerPolicy = image.referrerPolicy;
      large.src = image.src;
      large.alt = alt;
      dialog.setAttribute("aria-label", alt || open);
      dialog.replaceChildren(button, large);
      dialog.showModal();
    };
    /** @type {HTMLElement} */ (link || image).addEventListener("click", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) enlarge(event);
    });
    if (link) continue;
    image.tabIndex = 0;
    image.alt ||= open; // What has no name may be no button.
    image.setAttribute("role", "button");
    image.setAttribute("aria-label", alt ? `${alt} – ${open}` : open);
    image.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") enlarge(event);
    });
  }
})();
