/* Finds articles in what the build wrote for it (outputs/findable.py): all their text, so no page is fetched to show a hit.

   Chinese, Japanese and Korean are found by any run of characters, other scripts by words: whole, by their stem, and while
   the last one is being typed by how it begins. All terms of a query must be in an article. No document object model here. */
"use strict";
globalThis.BylineFinder = (() => {
  const PAIRED = "\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\u3005\u3006\u30fc";
  // C++ and C# are words too.
  const TERM = new RegExp(`[${PAIRED}]+|(?:(?![${PAIRED}])[\\p{L}\\p{N}_]\\p{M}*)+(?:\\+\\+|#(?![\\p{L}\\p{N}]))?`, "gu");
  const IS_PAIRED = new RegExp(`^[${PAIRED}]`, "u");
  // A particle may hang on a word: 모델을, 学習は.
  const PARTICLE = /^[\p{sc=Hang}\p{sc=Hira}]$/u;
  const LATIN = /[\u00c0-\u024f\u1e00-\u1eff]/;
  // learning_rate is found by rate; in code, DataLoader by loader.
  const NAME = /[\p{L}\p{N}_]+/gu;
  const SNAKE = /_/;
  const CAMEL = /_|\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u;
  const PARTS = /[\p{Lu}]?[\p{Ll}\p{M}]+|\p{Lu}+(?!\p{Ll})|\p{N}+/gu;
  // What stands between two of these is shown and not found: a formula.
  const UNSEARCHED = /\u2063[^\u2063]*\u2063/g;
  // Soft hyphens, variation selectors, joiners: nobody sees them, nobody types them. U+200B parts words.
  const UNSEEN = /(?!\u200b)\p{DI}/gu;
  // What is folded together, and what no cut may part: a letter with its marks, syllables in pieces, emoji with their modifiers.
  const CLUSTER = /[^][\p{M}\uff9e\uff9f\u1160-\u11ff]*/gu;
  const GOES_ON = /^[\p{M}\p{EMod}\u200d\uff9e\uff9f\udc00-\udfff]/u;
  const WEIGHT = { title: 24, heading: 10, tag: 8, author: 8, description: 5, text: 2, code: 1.5 };
  const LONGEST_QUERY = 200;
  // The place of what is said of a document as a whole.
  const OVER = -1;

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(UNSEEN, "");
  const blanked = (text) => text.replace(UNSEARCHED, (formula) => " ".repeat(formula.length));
  /** A word as it is looked up: without the accents of Latin letters, which not every keyboard has. */
  const bare = (word) => (LATIN.test(word) ? word.normalize("NFD").replace(/\p{M}/gu, "") : word);
  const wordsOf = (text) => text.match(TERM) || [];
  const partsOf = (name) => (name.match(PARTS) || []).filter((part) => part.length > 1).map((part) => bare(part.toLowerCase()));

  /** A text folded, and where each of its characters comes from: folded, ㎏ is two, and ﾃﾞ is one. */
  const traced = (text) => {
    const folded = fold(text);
    if (folded.length === text.length && text.normalize("NFKC") === text) return { folded, from: (at) => at, to: (at) => at };
    const [begins, ends] = [[], []];
    const parts = [];
    for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
      const part = fold(cluster);
      parts.push(part);
      for (let unit = 0; unit < part.length; unit += 1) {
        begins.push(index);
        ends.push(index + cluster.length);
      }
    }
    return { folded: parts.join(""), from: (at) => begins[at], to: (at) => ends[at - 1] };
  };

  /** A text from `at` to `end` in pieces, [text, whether it is a hit]. */
  const parted = (text, marks, at = 0, end = text.length) => {
    const pieces = [];
    const put = (to, hit) => {
      const piece = text.slice(at, Math.min(to, end)).replace(/\u2063/g, "");
      if (to > at && piece) pieces.push([piece, hit]);
      at = Math.max(at, to);
    };
    for (const [from, to] of marks) {
      put(from, false);
      put(to, true);
    }
    put(end, false);
    return pieces;
  };

  return class Finder {
    /** `stem` gives the stem of a word, `stopwords` are words that say nothing; both of the site's language. */
    constructor(stem = (word) => word, stopwords = []) {
      this.documents = [];
      this.places = []; // { of, anchor, heading, text, code }
      this.firsts = []; // document -> the place before its first heading
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
        this.firsts.push(first);
        this.#unit(of, OVER, "title", found.title);
        for (const tag of found.tags || []) this.#unit(of, OVER, "tag", tag);
        for (const author of found.authors || []) this.#unit(of, OVER, "author", author);
        if (found.description) this.#unit(of, OVER, "description", found.description);
        for (const [anchor = "", heading = "", text = "", code = ""] of found.sections || []) {
          const place = anchor ? this.places.push({ of, anchor, heading }) - 1 : first;
          Object.assign(this.places[place], { text, code });
          if (heading) this.#unit(of, place, "heading", heading);
          if (text) this.#unit(of, place, "text", text);
          if (code) this.#unit(of, place, "code", code);
        }
      }
    }

    #unit(of, place, kind, written) {
      const said = blanked(written);
      const text = fold(said);
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
      const parted = kind === "code" ? CAMEL : SNAKE;
      for (const name of new Set(said.match(NAME))) if (parted.test(name)) partsOf(name).forEach(put);
    }

    /** Results for a query, best first: { document, place, score, terms }; all of them. */
    find(query) {
      const asked = fold(query.slice(0, LONGEST_QUERY)).trim();
      let terms = [...new Set(wordsOf(asked))].map((text) => ({ text, paired: IS_PAIRED.test(text) }));
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
      const hits = [];
      for (const term of terms) {
        const hit = this.#hits(term);
        if (!hit.size) return [];
        hits.push(hit);
      }
      // As it was asked for, one word beside the other: ReLU激活函数, or ReLU 激活函数.
      const phrases = new Set(terms.length > 1 ? [asked, terms.map((term) => term.text).join(" ")] : []);
      const whole = [...phrases].map((text) => this.#hits({ text, paired: true }));
      const total = this.documents.length;
      const found = new Map();
      hits.forEach((hit, number) => {
        const rarity = Math.log(1 + total / hit.size);
        for (const [of, places] of hit) {
          if (number && !found.has(of)) continue;
          const result = found.get(of) || { score: 0, met: 0, over: [], places: new Map([[this.firsts[of], []]]) };
          found.set(of, result);
          let best = 0;
          let rest = 0;
          for (const [place, score] of places) {
            best = Math.max(best, score);
            rest += score;
            const there = place === OVER ? result.over : result.places.get(place) || [];
            there[number] = score * rarity;
            if (place !== OVER) result.places.set(place, there);
          }
          // Many sections that mention it make no title.
          result.score += rarity * best * (1 + 0.2 * Math.log2(rest / best));
          result.met += 1;
        }
      });
      const results = [];
      for (const [of, result] of found) {
        if (result.met < terms.length) continue;
        const document = this.documents[of];
        const written = whole.map((hit) => hit.get(of)).find(Boolean);
        let { score } = result;
        if (fold(document.title).trim() === asked) score *= 4;
        else if (written) score *= 2;
        // To the section with most of the terms; what the title says is said of all of them.
        let [place, rank] = [OVER, -1];
        for (const [candidate, there] of result.places) {
          let [value, met] = [0, written?.has(candidate) ? 2 : 1];
          terms.forEach((_, number) => {
            const over = result.over[number] || 0;
            value += (there[number] || 0) + (candidate === this.firsts[of] ? over : 0);
            if (there[number] || over) met *= 4;
          });
          if (value * met > rank) [place, rank] = [candidate, value * met];
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
          // A title or a heading of nothing else.
          const alone = unit.length === term.text.length && WEIGHT[unit.kind] >= WEIGHT.heading;
          if (count) put(unit, count, alone ? 2 : 1);
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
      const stem = this.stem(asked);
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
      return parted(text, this.#marks(text, terms));
    }

    /** A piece of a result's text around its first hits, in pieces likewise; `most` is in characters. */
    teaser({ document, place, terms }, most = 150) {
      const texts = [place.text, place.code, place.anchor ? "" : document.description, document.description].filter(Boolean).map((text) => text.replace(/\s+/g, " "));
      let [text, marks] = [texts[0] || "", []];
      for (const source of texts) {
        const found = this.#marks(source, terms);
        if (!found.length) continue;
        [text, marks] = [source, found];
        break;
      }
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
      const uncut = (at) => {
        while (at > 0 && at < text.length && (text[at - 1] === "\u200d" || GOES_ON.test(text.slice(at, at + 2)))) at -= 1;
        return at;
      };
      [start, end] = [uncut(start), uncut(end)];
      const pieces = parted(text, marks, start, end);
      if (start) pieces.unshift(["… ", false]);
      if (end < text.length) pieces.push([" …", false]);
      return pieces;
    }

    #marks(text, terms) {
      const { folded, from, to } = traced(blanked(text));
      const marks = [];
      terms.forEach((term, number) => {
        if (!term.paired) return;
        for (let at = folded.indexOf(term.text); at >= 0; at = folded.indexOf(term.text, at + term.text.length))
          marks.push([from(at), to(at + term.text.length), number]);
      });
      if (terms.some((term) => !term.paired))
        for (const match of folded.matchAll(TERM)) {
          const [begin, end] = [from(match.index), to(match.index + match[0].length)];
          const said = [bare(match[0]), ...partsOf(text.slice(begin, end))];
          const number = terms.findIndex((term) => said.some((word) => term.words?.has(word)));
          if (number >= 0) marks.push([begin, end, number]);
        }
      return marks.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    }
  };
})();
