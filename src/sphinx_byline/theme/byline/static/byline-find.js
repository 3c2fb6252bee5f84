/* Finds articles in what the build wrote for it (outputs/findable.py): all their text, so no page is fetched to show a hit.

   Chinese, Japanese and Korean are found by any run of characters, other scripts by words: whole, by their stem, and while
   the last one is being typed by how it begins. All terms of a query must be in an article. No document object model here. */
"use strict";
globalThis.BylineFinder = (() => {
  const PAIRED = "\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\u3005\u3006\u30fc";
  // C++ and C# are words too.
  const TERM = new RegExp(`[${PAIRED}]+|(?:(?![${PAIRED}])[\\p{L}\\p{M}\\p{N}_])+(?:\\+\\+|#(?![\\p{L}\\p{N}]))?`, "gu");
  const IS_PAIRED = new RegExp(`^[${PAIRED}]`, "u");
  // A particle may hang on a word: 모델을, 学習は.
  const PARTICLE = /^[\p{sc=Hang}\p{sc=Hira}]$/u;
  const LATIN = /[\u00c0-\u024f\u1e00-\u1eff]/;
  // learning_rate is found by rate; in code, DataLoader by loader.
  const SNAKE = /[\p{L}\p{N}]*_[\p{L}\p{N}_]*/gu;
  const NAME = /[\p{L}\p{N}_]*(?:_|\p{Ll}\p{Lu})[\p{L}\p{N}_]*/gu;
  const PARTS = /[\p{Lu}]?[\p{Ll}\p{M}]+|\p{Lu}+(?!\p{Ll})|\p{N}+/gu;
  // What stands between two of these is shown and not found: a formula.
  const UNSEARCHED = /\u2063[^\u2063]*\u2063/g;
  const WEIGHT = { title: 24, heading: 10, tag: 8, author: 8, description: 5, text: 2, code: 1.5 };
  const LONGEST_QUERY = 200;

  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const searched = (text) => fold(text.replace(UNSEARCHED, (formula) => " ".repeat(formula.length)));
  /** A word as it is looked up: without the accents of Latin letters, which not every keyboard has. */
  const bare = (word) => (LATIN.test(word) ? word.normalize("NFD").replace(/\p{M}/gu, "") : word);
  const wordsOf = (text) => text.match(TERM) || [];
  const partsOf = (name) => (name.match(PARTS) || []).filter((part) => part.length > 1).map((part) => bare(part.toLowerCase()));

  return class Finder {
    /** `stem` gives the stem of a word, `stopwords` are words that say nothing; both of the site's language. */
    constructor(stem = (word) => word, stopwords = []) {
      this.documents = [];
      this.places = []; // { of, anchor, heading, text, code }
      this.units = []; // { of, place, kind, text, length }: a field of a document, folded
      this.words = new Map(); // word -> numbers of units
      this.stems = new Map(); // word -> stem, as far as they were asked for
      this.stem = (word) => {
        if (!this.stems.has(word)) this.stems.set(word, bare(stem(word)));
        return this.stems.get(word);
      };
      this.stopwords = new Set(stopwords);
      this.length = 0; // of all texts, in characters
    }

    /** Take documents in, as the build has written them. */
    add(documents) {
      for (const found of documents) {
        const of = this.documents.push(found) - 1;
        const first = this.places.push({ of, anchor: "", heading: "", text: "", code: "" }) - 1;
        this.#unit(of, first, "title", found.title);
        for (const tag of found.tags || []) this.#unit(of, first, "tag", tag);
        for (const author of found.authors || []) this.#unit(of, first, "author", author);
        if (found.description) this.#unit(of, first, "description", found.description);
        for (const [anchor, heading = "", text = "", code = ""] of found.sections || []) {
          const place = anchor ? this.places.push({ of, anchor, heading }) - 1 : first;
          Object.assign(this.places[place], { text, code });
          if (heading) this.#unit(of, place, "heading", heading);
          if (text) this.#unit(of, place, "text", text);
          if (code) this.#unit(of, place, "code", code);
        }
      }
    }

    #unit(of, place, kind, written) {
      const text = searched(written);
      const number = this.units.push({ of, place, kind, text, length: text.length }) - 1;
      this.length += text.length;
      const put = (word) => {
        const known = this.words.get(word);
        if (!known) this.words.set(word, [number]);
        else if (known[known.length - 1] !== number) known.push(number);
      };
      for (const word of new Set(wordsOf(text))) {
        if (IS_PAIRED.test(word)) continue;
        put(bare(word));
        if (/[+#]$/.test(word)) put(bare(word.replace(/[+#]+$/, "")));
      }
      for (const name of new Set(written.match(kind === "code" ? NAME : SNAKE) || [])) for (const part of partsOf(name)) put(part);
    }

    /** Results for a query, best first: { document, place, score, terms }; all of them. */
    find(query) {
      const asked = fold(query.slice(0, LONGEST_QUERY)).trim();
      let terms = wordsOf(asked).map((text) => ({ text, paired: IS_PAIRED.test(text) }));
      const telling = terms.filter((term) => !this.stopwords.has(term.text));
      if (telling.length) terms = telling;
      // While it is being typed: what stands at the very end of the query may go on.
      const last = terms[terms.length - 1];
      if (last && asked.endsWith(last.text)) last.open = true;
      if (!terms.length) return [];
      const exact = this.#rank(terms, asked);
      if (exact.length || !terms.some((term) => term.paired && Array.from(term.text).length > 2)) return exact;
      const pieces = terms.flatMap((term) => (term.paired ? this.#pieces(term.text) : [term]));
      return pieces.includes(null) ? [] : this.#rank(pieces, asked);
    }

    /** The longest pieces of a run that are in the texts: nobody wrote 量子计算神经网络, but 量子计算 and 神经网络. */
    #pieces(run) {
      const characters = Array.from(run);
      const pieces = [];
      for (let start = 0; start < characters.length; ) {
        let units = this.units;
        let end = start;
        while (end < characters.length) {
          const longer = characters.slice(start, end + 1).join("");
          units = units.filter((unit) => unit.text.includes(longer));
          if (!units.length) break;
          end += 1;
        }
        const piece = characters.slice(start, end).join("");
        if (end - start > 1) pieces.push({ text: piece, paired: true });
        else if (!PARTICLE.test(characters[start]) || !pieces.length) return [null];
        start = Math.max(end, start + 1);
      }
      return pieces;
    }

    #rank(terms, asked) {
      const hits = terms.map((term) => this.#hits(term));
      if (hits.some((hit) => !hit.size)) return [];
      const total = this.documents.length;
      const found = new Map();
      hits.forEach((hit, number) => {
        const rarity = Math.log(1 + total / hit.size);
        for (const [of, places] of hit) {
          if (number && !found.has(of)) continue;
          const result = found.get(of) || { score: 0, met: 0, places: new Map() };
          found.set(of, result);
          let best = 0;
          let rest = 0;
          for (const [place, score] of places) {
            best = Math.max(best, score);
            rest += score;
            const there = result.places.get(place) || { score: 0, met: 0 };
            result.places.set(place, { score: there.score + score * rarity, met: there.met + 1 });
          }
          result.score += rarity * (best + 0.2 * (rest - best));
          result.met += 1;
        }
      });
      const results = [];
      for (const [of, result] of found) {
        if (result.met < terms.length) continue;
        const document = this.documents[of];
        const title = fold(document.title);
        let { score } = result;
        if (title === asked) score *= 4;
        else if (terms.length > 1 && title.includes(asked)) score *= 2;
        let place = -1;
        let rank = -1;
        for (const [candidate, there] of result.places) {
          const value = there.score * (1 + there.met);
          if (value > rank) [place, rank] = [candidate, value];
        }
        results.push({ document, place: this.places[place], score, terms });
      }
      const when = (result) => result.document.when || "";
      return results.sort((a, b) => b.score - a.score || when(b).localeCompare(when(a)) || (a.document.url < b.document.url ? -1 : 1));
    }

    /** Where a term is: document -> place -> score. */
    #hits(term) {
      const hits = new Map();
      const put = (unit, count, factor) => {
        const places = hits.get(unit.of) || new Map();
        hits.set(unit.of, places);
        // How often, with less and less effect, and against the length of the text (Okapi BM25, k = 1.2, b = 0.5).
        const often = (2.2 * count) / (count + 1.2 * (0.5 + (0.5 * unit.length) / average));
        places.set(unit.place, (places.get(unit.place) || 0) + WEIGHT[unit.kind] * factor * often);
      };
      const average = this.length / (this.units.length || 1);
      if (term.paired) {
        for (const unit of this.units) {
          let count = 0;
          for (let at = unit.text.indexOf(term.text); at >= 0 && count < 20; at = unit.text.indexOf(term.text, at + 1)) count += 1;
          if (count) put(unit, count, unit.length === term.text.length ? 2 : 1);
        }
        return hits;
      }
      term.words = this.#like(term);
      const best = new Map();
      for (const [word, factor] of term.words)
        for (const number of this.words.get(word)) best.set(number, Math.max(best.get(number) || 0, factor));
      for (const [number, factor] of best) put(this.units[number], 1, factor);
      return hits;
    }

    /** The words of the texts that a term stands for: word -> how surely. */
    #like(term) {
      const asked = bare(term.text);
      const stem = this.stem(term.text);
      const like = new Map();
      for (const word of this.words.keys()) {
        if (word === asked) like.set(word, 1);
        // Stemmers work on the ends of words.
        else if (word[0] !== asked[0]) continue;
        else if (this.stem(word) === stem) like.set(word, 0.8);
        else if (term.open && asked.length > 1 && word.startsWith(asked)) like.set(word, 0.4);
      }
      return like;
    }

    /** A text in pieces, [text, whether it is a hit], for what is shown of a result. */
    marked(text, terms) {
      const marks = this.#marks(text, terms);
      const pieces = [];
      let at = 0;
      for (const [start, end] of marks) {
        if (start > at) pieces.push([text.slice(at, start), false]);
        if (end > at) pieces.push([text.slice(Math.max(at, start), end), true]);
        at = Math.max(at, end);
      }
      if (at < text.length) pieces.push([text.slice(at), false]);
      return pieces;
    }

    /** A piece of a result's text around its first hits, in pieces likewise; `most` is in characters. */
    teaser({ document, place, terms }, most = 150) {
      const texts = [place.text, place.code, place.anchor ? "" : document.description, document.description].filter(Boolean);
      const source = texts.find((text) => this.#marks(text, terms).length) || place.text || document.description || "";
      const text = source.replace(/\s+/g, " ");
      const marks = this.#marks(text, terms);
      // The window that holds most of the terms, the first of equal ones.
      let [begin, value] = [0, -1];
      marks.slice(0, 200).forEach(([start], number) => {
        const inside = marks.slice(number).filter(([, end]) => end <= start + most * 0.7);
        const kinds = new Set(inside.map(([, , term]) => term)).size * 10 + Math.min(inside.length, 9);
        if (kinds > value) [begin, value] = [start, kinds];
      });
      let start = begin < most * 0.7 ? 0 : begin - Math.floor(most * 0.25);
      if (start) {
        // From the beginning of a sentence or of a word.
        const before = text.slice(start, begin);
        const cut = Math.max(before.search(/[。！？；]/) + 1, before.search(/\s/) + 1, 0);
        start += Math.min(cut, before.length);
      }
      let end = Math.min(text.length, start + most);
      if (end < text.length) {
        const space = text.slice(end - 20, end).search(/\s\S*$/);
        if (space > 0 && !IS_PAIRED.test(text.slice(end))) end += space - 20;
      }
      const pieces = this.marked(text.slice(start, end).trim(), terms);
      if (start) pieces.unshift(["… ", false]);
      if (end < text.length) pieces.push([" …", false]);
      return pieces;
    }

    #marks(text, terms) {
      let folded = searched(text);
      // A few characters are longer when they are folded (ﬁ, ㎏): as long as the text, mark nothing wrong.
      if (folded.length !== text.length) folded = Array.from(text, (one) => (fold(one).length === one.length ? fold(one) : one)).join("");
      const marks = [];
      terms.forEach((term, number) => {
        if (!term.paired) return;
        for (let at = folded.indexOf(term.text); at >= 0; at = folded.indexOf(term.text, at + term.text.length))
          marks.push([at, at + term.text.length, number]);
      });
      if (terms.some((term) => !term.paired))
        for (const match of folded.matchAll(TERM)) {
          const name = text.slice(match.index, match.index + match[0].length);
          const said = [bare(match[0]), ...partsOf(name)];
          const number = terms.findIndex((term) => said.some((word) => term.words?.has(word)));
          if (number >= 0) marks.push([match.index, match.index + match[0].length, number]);
        }
      return marks.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    }
  };
})();
