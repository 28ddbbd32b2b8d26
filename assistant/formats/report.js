"use strict";
(() => {
  const page = document.documentElement;
  const [body] = document.querySelector("table").tBodies;
  const figures = document.getElementById("figures");
  const search = document.getElementById("search");
  const typed = document.getElementById("text");
  const shown = document.getElementById("shown");
  const more = document.getElementById("more");
  const headings = [...document.querySelectorAll("th[data-key]")];
  const radios = [...figures.querySelectorAll("input")];
  const statuses = radios.map(radio => radio.value);
  const inWords = new Intl.Collator("en", {numeric: true});

  // So many rows are drawn at once that every key typed is followed in time; the rest is asked for.
  const AT_ONCE = 500;
  let limit = AT_ONCE;

  // Case, accents and the shape of an apostrophe make no difference.
  const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’ʼ]/g, "'").toLowerCase();

  const records = Array.from(body.rows, (row, place) => ({
    row,
    place,
    status: statuses.indexOf(row.className),
    question: row.cells[2].textContent,
    sure: Number(row.cells[4].firstElementChild.value),
    text: plain([0, 2, 3].map(at => row.cells[at].textContent).join("\n")),
  }));

  function show() {
    const status = statuses.indexOf(radios.find(radio => radio.checked).value);
    const words = plain(typed.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const record of records) {
      const fits = (status === 0 || record.status === status) && words.every(word => record.text.includes(word));
      if (fits) count += 1;
      const hidden = !fits || count > limit;
      if (record.row.hidden !== hidden) record.row.hidden = hidden;
    }
    const number = value => value.toLocaleString("en");
    const cut = count > limit ? `, the first ${number(limit)} shown` : "";
    const all = count === records.length && !cut;
    shown.value = all ? "" : `${number(count)} of ${number(records.length)} found${cut}`;
    more.hidden = !cut;
    more.textContent = `Show all ${number(count)}`;
  }

  function filter() {
    limit = AT_ONCE;
    show();
  }

  function showAll() {
    limit = Infinity;
    show();
  }

  function sort(heading) {
    const falling = heading.ariaSort === "ascending";
    for (const other of headings) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", falling ? "descending" : "ascending");
    const key = heading.dataset.key;
    const compare = key === "question"
      ? (one, other) => inWords.compare(one.question, other.question)
      : (one, other) => one[key] - other[key];
    const sign = falling ? -1 : 1;
    records.sort((one, other) => sign * compare(one, other) || one.place - other.place);
    body.replaceChildren(...records.map(record => record.row));
    show();
  }

  for (const heading of headings) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sort(heading));
    heading.append(button);
  }
  figures.addEventListener("change", filter);
  typed.addEventListener("input", filter);
  more.addEventListener("click", showAll);
  addEventListener("beforeprint", showAll);

  // Read, and reached by the keyboard, in the order that is seen.
  search.before(figures);
  document.querySelector(".skip").remove();
  page.classList.add("js");
  search.hidden = false;
  filter();
})();
