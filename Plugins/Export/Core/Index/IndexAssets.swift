/// What the index page is made of beside its rows: fixed text, let in by the page's own policy through its hash alone.
///
/// After a change the test "the policy lets in what is there" says the new hashes.
enum IndexAssets {
    static let styleHash: StaticString = "sha256-kwQlTIqawNFLFyZuar0fWqrUtqEFEKaiEwSaLLZHVck="
    static let scriptHash: StaticString = "sha256-vNxFtdza5h3MQQdHOXxKR2z0MkXHU02bA/tIvXJxh70="

    static let style: StaticString = #"""

        :root { color-scheme: light dark; --ink: #1a1c1e; --dim: #5a6168; --paper: #fff; --line: #d9dde1; --link: #0a58ca; --mark: #eef3fb; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6e8ea; --dim: #a0a8b0; --paper: #16181a; --line: #34393e; --link: #8ab8ff; --mark: #20262e; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.4 system-ui, sans-serif; }
        header, main, footer { max-width: 90rem; margin: 0 auto; padding: 0 1rem; }
        header { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 2rem; padding-top: 1rem; padding-bottom: .75rem; }
        h1 { margin: 0; font-size: 1.25rem; overflow-wrap: anywhere; unicode-bidi: plaintext; }
        form { display: flex; flex: 1 1 18rem; flex-wrap: wrap; align-items: center; gap: .5rem; }
        form[hidden], tr[hidden] { display: none !important; }
        input { flex: 1 1 10rem; min-width: 0; max-width: 30rem; padding: .4rem .6rem; border: 1px solid var(--dim); border-radius: .4rem; background: var(--paper); color: inherit; font: inherit; }
        output, footer, small { color: var(--dim); }
        output { white-space: nowrap; }
        table { width: 100%; border-collapse: collapse; table-layout: fixed; }
        th, td { padding: .35rem .5rem; border-bottom: 1px solid var(--line); overflow: hidden; text-align: left; text-overflow: ellipsis; white-space: nowrap; }
        th { position: sticky; top: 0; background: var(--paper); color: var(--dim); font-weight: 600; }
        th:nth-child(1), td:nth-child(1) { width: 5rem; }
        th:nth-child(2), td:nth-child(2) { width: 10.5rem; }
        th:nth-child(3), td:nth-child(3) { width: 30%; }
        th:nth-child(5), td:nth-child(5) { width: 6.5rem; }
        th:nth-child(1), td:nth-child(1), th:nth-child(5), td:nth-child(5) { text-align: right; }
        td { font-variant-numeric: tabular-nums; }
        td:nth-child(3), td:nth-child(4) { unicode-bidi: plaintext; }
        small { font-size: .85em; unicode-bidi: isolate; }
        tbody tr:hover, tbody tr:focus-within { background: var(--mark); }
        a { color: var(--link); text-decoration: none; unicode-bidi: isolate; }
        a:hover { text-decoration: underline; }
        :focus-visible { outline: 2px solid var(--link); outline-offset: -2px; }
        th button { padding: 0; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
        th button::after { content: " \2195"; opacity: .4; }
        th[aria-sort=ascending] button::after { content: " \2191"; opacity: 1; }
        th[aria-sort=descending] button::after { content: " \2193"; opacity: 1; }
        @media (max-width: 45rem) {
          table, thead, tbody { display: block; }
          thead { position: sticky; top: 0; background: var(--paper); }
          thead tr { display: flex; flex-wrap: wrap; border-bottom: 1px solid var(--line); }
          tbody tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; padding: .4rem 0; border-bottom: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 4rem; }
          th:nth-child(n), td:nth-child(n) { width: auto; padding: .2rem .3rem; border: 0; position: static; }
          th:nth-child(n) { padding: 0; font-size: .9em; }
          th button { padding: .5rem .3rem; }
          td:nth-child(1) { display: none; }
          td:nth-child(2) { grid-area: 1 / 2; color: var(--dim); font-size: .85em; }
          td:nth-child(3) { grid-area: 1 / 1; font-weight: 600; }
          td:nth-child(4) { grid-area: 2 / 1; white-space: normal; overflow-wrap: anywhere; }
          td:nth-child(5) { grid-area: 2 / 2; color: var(--dim); font-size: .85em; }
          td small { font-weight: 400; }
          td a { display: block; padding: .2rem 0; }
        }

        """#

    static let script: StaticString = #"""

        "use strict";
        (() => {
          const body = document.querySelector("tbody"), rows = Array.from(body.rows);
          const words = document.getElementById("words"), found = document.getElementById("found");
          const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
          let texts, timer;

          const search = () => {
            texts ??= rows.map(row => fold(Array.from(row.cells, cell => cell.textContent).join(" ")));
            const wanted = fold(words.value).split(/\s+/).filter(Boolean);
            let count = 0;
            rows.forEach((row, place) => {
              const shown = wanted.every(word => texts[place].includes(word));
              if (row.hidden === shown) row.hidden = !shown;
              count += shown;
            });
            found.value = wanted.length ? `${count} of ${rows.length}` : "";
          };
          words.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 120); });
          const form = document.getElementById("find");
          form.addEventListener("submit", event => { event.preventDefault(); search(); });
          form.hidden = false;
          document.addEventListener("keydown", event => {
            if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target === words) return;
            event.preventDefault();
            words.focus();
          });

          const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
          const heads = Array.from(document.querySelectorAll("th"));
          heads.forEach((head, column) => {
            const button = document.createElement("button");
            button.type = "button";
            button.append(...head.childNodes);
            head.append(button);
            const numeric = "numeric" in head.dataset;
            button.addEventListener("click", () => {
              const down = head.getAttribute("aria-sort") === "ascending";
              for (const other of heads) other.removeAttribute("aria-sort");
              head.setAttribute("aria-sort", down ? "descending" : "ascending");
              const keyed = rows.map((row, place) => {
                const cell = row.cells[column], text = cell.dataset.value ?? cell.textContent.trim();
                return { row, place, none: text === "", key: numeric ? Number(text) : text };
              });
              const compare = numeric ? (a, b) => a - b : collator.compare;
              keyed.sort((a, b) => a.none - b.none || (down ? -1 : 1) * compare(a.key, b.key) || a.place - b.place);
              const sorted = document.createDocumentFragment();
              for (const { row } of keyed) sorted.append(row);
              body.append(sorted);
            });
          });
        })();

        """#
}
