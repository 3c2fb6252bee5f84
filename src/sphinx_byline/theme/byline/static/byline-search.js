/* Search as a reader sees it: in a dialog over any page, and on the search page. Loaded when one of them is asked for.

   What is found comes from BylineFinder, or from Pagefind where the site has its index; every text is put into the page as
   text, never as markup. Scripts are loaded by elements, which works from file:// and under a strict policy too. */
"use strict";
globalThis.bylineSearch = (() => {
  const root = document.documentElement.dataset.content_root || "./";
  const AT_ONCE = 20;
  const script = (source) =>
    new Promise((resolve, reject) => {
      const element = document.head.appendChild(document.createElement("script"));
      element.onload = resolve;
      element.onerror = () => reject(new Error(`${source} cannot be loaded`));
      element.src = source;
    });
  const element = (name, attributes = {}, ...children) => {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...children);
    return made;
  };
  const marked = (pieces) => pieces.map(([text, hit]) => (hit ? element("mark", {}, text) : text));
  const shard = [];
  let manifest = { shards: [], terms: [] };

  /* --- what finds ----------------------------------------------------------------------------------------------- */

  const loadOwn = async (box) => {
    const code = box.dataset.engine;
    // Without stems there are still words.
    await Promise.all([script(code), script(`${root}_static/language_data.js`).catch(console.warn)]);
    await Promise.all(manifest.shards.map((name) => script(`${root}_search/${name}`)));
    // Sphinx's file of the language declares these two; which of them, and how, has changed over its versions.
    const stemmer = typeof Stemmer === "undefined" ? null : new Stemmer();
    const finder = new globalThis.BylineFinder(
      (word) => (stemmer ? stemmer.stemWord(word) : word),
      typeof stopwords === "undefined" ? [] : [...stopwords],
    );
    for (const documents of shard) finder.add(documents);
    return async (query) =>
      finder.find(query).map((result) => () => ({
        url: root + result.document.url + (result.place.anchor ? `#${encodeURIComponent(result.place.anchor)}` : ""),
        lang: result.document.lang,
        title: finder.marked(result.document.title, result.terms),
        heading: finder.marked(result.place.heading, result.terms),
        teaser: finder.teaser(result),
        by: [result.document.date, (result.document.authors || []).join(" · ")].filter(Boolean),
        tags: (result.document.tags || []).map((tag) => finder.marked(tag, result.terms)),
        terms: finder.marked(result.place.text || result.document.title, result.terms).filter(([, hit]) => hit).map(([text]) => text),
      }));
  };

  const loadPagefind = async () => {
    const pagefind = await import(new URL(`${root}_search/pagefind/pagefind.js`, document.baseURI));
    // It goes by words, so the index has characters of scripts without spaces one by one, joined (outputs/findable.py).
    const run = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\u3005\u3006\u30fc]+/gu;
    const joined = (text) => text.replace(/\u2060(<\/mark>)? ?/g, "$1");
    // Its excerpts are markup, of text with <mark> in it.
    const pieces = (excerpt) => {
      const body = new DOMParser().parseFromString(joined(excerpt).replaceAll("</mark><mark>", ""), "text/html").body;
      return [...body.childNodes].map((node) => [node.textContent, node.nodeName === "MARK"]);
    };
    return async (query) => {
      const asked = query.normalize("NFKC").replaceAll('"', " ");
      const runs = (asked.match(run) || []).map((characters) => Array.from(characters).join(" "));
      await pagefind.options({ excerptLength: runs.length ? 90 : 35 });
      // All of it for the order, and what stands side by side for what is found.
      const [all, ...phrases] = await Promise.all(
        [asked.replace(run, (characters) => ` ${Array.from(characters).join(" ")} `), ...runs.filter((found) => found.includes(" ")).map((found) => `"${found}"`)].map(
          async (terms) => (await pagefind.search(terms)).results,
        ),
      );
      const found = phrases.map((results) => new Map(results.map((result) => [result.id, result])));
      const results = all.filter(({ id }) => found.every((phrase) => phrase.has(id))).map((result) => found[0]?.get(result.id) || result);
      return results.map((result) => async () => {
        const found = await result.data();
        const best = found.sub_results.find((part) => part.locations?.some((at) => found.weighted_locations?.[0]?.location === at)) || found.sub_results[0];
        const part = best || { title: "", url: found.url, excerpt: found.excerpt };
        return {
          url: root + found.meta.url + (part.url.includes("#") ? part.url.slice(part.url.indexOf("#")) : ""),
          lang: found.meta.lang,
          title: [[found.meta.title, false]],
          heading: part.url.includes("#") ? [[joined(part.title), false]] : [],
          teaser: pieces(part.excerpt),
          by: [found.meta.date, found.meta.authors].filter(Boolean),
          tags: (found.meta.tags || "").split("\n").filter(Boolean).map((tag) => [[tag, false]]),
          terms: pieces(part.excerpt).filter(([, hit]) => hit).map(([text]) => text),
        };
      });
    };
  };

  /* --- what is seen --------------------------------------------------------------------------------------------- */

  // It marks letters within words too: "ai" in "maintain".
  const isTelling = (term) => term.length > 2 || !/^[\x21-\x7e]*$/.test(term);

  const drawn = (found, number) => {
    const link = element("a", { href: found.url }, element("span", { className: "byline-found-title" }, ...marked(found.title)));
    if (found.heading.length) link.append(element("span", { className: "byline-found-heading" }, ...marked(found.heading)));
    if (found.teaser.length) link.append(element("span", { className: "byline-found-teaser" }, ...marked(found.teaser)));
    const about = found.by.map((text) => element("span", {}, text));
    about.push(...found.tags.slice(0, 4).map((tag) => element("span", { className: "byline-found-tag" }, ...marked(tag))));
    if (about.length) link.append(element("span", { className: "byline-found-about" }, ...about));
    // Sphinx's own script marks these on the page that is opened.
    link.addEventListener("click", () => {
      try {
        localStorage.setItem("sphinx_highlight_terms", [...new Set(found.terms.filter(isTelling).map((term) => term.toLowerCase()))].slice(0, 8).join(" "));
      } catch {
        // No storage: nothing is marked there.
      }
    });
    const item = element("li", {}, link);
    if (found.lang) item.lang = found.lang;
    if (!number) item.className = "is-first";
    return item;
  };

  const attach = (box) => {
    const field = box.querySelector("input");
    const list = box.querySelector(".byline-found");
    const status = box.querySelector("[role=status]");
    const dialog = box.closest("dialog");
    const words = box.dataset;
    let find = null;
    let asked = null; // the last query, and
    let answered = null; // the one whose results are shown
    let most = AT_ONCE;

    const termsLike = (query) => {
      const wanted = query.normalize("NFKC").toLowerCase().trim();
      const at = ([, label]) => label.normalize("NFKC").toLowerCase().indexOf(wanted);
      return manifest.terms.filter((term) => at(term) >= 0).sort((a, b) => at(a) - at(b)).slice(0, 6);
    };
    const show = async () => {
      const query = field.value.trim();
      asked = query;
      if (!find) return;
      const results = query ? await find(query) : [];
      if (asked !== query) return; // More was typed.
      const shown = await Promise.all(results.slice(0, most).map((draw) => draw()));
      if (asked !== query) return;
      const content = [];
      const terms = query ? termsLike(query) : [];
      if (terms.length)
        content.push(element("p", { className: "byline-found-terms" }, ...terms.map(([kind, label, url, count]) => element("a", { href: root + url, title: kind }, label, " ", element("small", {}, String(count))))));
      if (shown.length) content.push(element("ol", {}, ...shown.map(drawn)));
      if (results.length > most) {
        const more = element("button", { type: "button", className: "byline-found-more" }, words.more);
        more.addEventListener("click", () => {
          const next = most;
          most += AT_ONCE;
          show().then(() => list.querySelectorAll("ol a")[next]?.focus());
        });
        content.push(more);
      }
      answered = query;
      list.replaceChildren(...content);
      list.scrollTop = 0;
      status.textContent = !query ? "" : results.length ? words.found.replace("%(count)s", results.length) : words.nothing.replace("%(query)s", query);
      if (!dialog) history.replaceState(history.state, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
    };

    box.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const first = list.querySelector("ol a") || list.querySelector("a");
      if (dialog && first && answered === field.value.trim()) first.click();
      else show();
    });
    // A result on this very page: nothing is loaded, the dialog makes way, and Sphinx's script is asked to mark it here.
    list.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!dialog || !link?.hash || link.href.split("#")[0] !== location.href.split("#")[0]) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      dialog.close();
      list.replaceChildren();
      for (const old of document.querySelectorAll("span.highlighted")) old.classList.remove("highlighted");
      if (typeof SphinxHighlight !== "undefined") SphinxHighlight.highlightSearchWords();
    });
    field.addEventListener("input", () => {
      most = AT_ONCE;
      show();
    });
    // From the field to the results and back; what is typed there goes on in the field.
    box.addEventListener("keydown", (event) => {
      const links = [field, ...list.querySelectorAll("a, button")];
      const at = links.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && at >= 0 && !event.isComposing) {
        event.preventDefault();
        links[Math.min(Math.max(at + step, 0), links.length - 1)].focus();
      } else if (at > 0 && (event.key === "Backspace" || (event.key.length === 1 && event.key !== " ")) && !event.ctrlKey && !event.metaKey && !event.altKey) {
        field.focus();
      }
    });
    if (!dialog) field.value = new URLSearchParams(location.search).get("q") || "";
    box.setAttribute("aria-busy", "true");
    if (!manifest.asked) manifest.asked = script(`${root}_search/index.js?${Math.floor(Date.now() / 6e5)}`);
    manifest.asked
      .then(() => (manifest.engine === "pagefind" ? loadPagefind() : loadOwn(box)))
      .then((made) => {
        find = made;
        box.setAttribute("aria-busy", "false");
        return show();
      })
      .catch((error) => {
        box.setAttribute("aria-busy", "false");
        status.textContent = words.broken;
        console.error(error);
      });
  };

  return {
    attach,
    begin: (said) => (manifest = { ...manifest, ...said }),
    add: (documents) => shard.push(documents),
  };
})();
for (const box of document.querySelectorAll(".byline-finder")) globalThis.bylineSearch.attach(box);
