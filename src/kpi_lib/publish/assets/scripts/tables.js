/* Sorting and filtering of tables. Without this script they stand as they were built. */
(() => {
  "use strict";

  const ORDERS = { ascending: 1, descending: -1 };
  const LONGEST_LABEL = 60; /* characters; longer words are read, not looked up */

  /* A cell sorts by the number it shows, as data-value or as its own text; a cell that says why there is
     no number ("not available", "under 6") has none and goes last, whichever way is asked. */
  function keyOf(cell) {
    if (!cell) return { isMissing: true };
    const text = cell.textContent.trim();
    const value = cell.dataset.value ?? text;
    const isMissing = cell.classList.contains("kpi-missing") || value === "";
    const number = Number(value);
    return { isMissing, number, text: value, isNumber: !isMissing && Number.isFinite(number) };
  }

  function compare(one, other, direction) {
    if (one.isMissing !== other.isMissing) return one.isMissing ? 1 : -1;
    if (one.isNumber && other.isNumber) return direction * (one.number - other.number);
    if (one.isNumber !== other.isNumber) return one.isNumber ? -1 : 1;
    return direction * one.text.localeCompare(other.text, "en-GB", { numeric: true });
  }

  /* Rows stay in their own group, under its label. */
  function sort(table, place, order) {
    const direction = ORDERS[order];
    for (const body of table.tBodies) {
      const rows = [...body.rows].filter((row) => !row.classList.contains("kpi-band"));
      const keyed = rows.map((row) => ({ row, key: keyOf(row.cells[place]) }));
      const isNumeric = body.closest("table").tHead.rows[0].cells[place].classList.contains("kpi-number");
      if (isNumeric) keyed.forEach(({ key }) => { key.isMissing ||= !key.isNumber; });
      keyed.sort((one, other) => compare(one.key, other.key, direction));
      body.append(...keyed.map(({ row }) => row));
    }
  }

  /* A column of quotations or of drawings has no order. */
  function hasOrder(rows, place) {
    const isDrawn = rows[0].cells[place].querySelector(".kpi-strip");
    return !isDrawn && rows.some((row) => row.cells[place].textContent.trim().length <= LONGEST_LABEL);
  }

  function makeSortable(table, rows, told) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, place) => {
      if (heads.length === 1 || !hasOrder(rows, place)) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "kpi-sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const order = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", order);
        sort(table, place, order);
        told.textContent = `Sorted by ${button.textContent.trim()}, ${order}.`;
      });
    });
  }

  function statusLine(className) {
    const told = document.createElement("p");
    told.className = className;
    told.setAttribute("role", "status");
    return told;
  }

  function makeFilter(place, table, counted) {
    const label = document.createElement("label");
    const field = document.createElement("input");
    const told = statusLine("kpi-small");
    field.type = "search";
    field.autocomplete = "off";
    label.append("Show only rows with ", field);
    place.append(label, told);
    const texts = new Map(counted.map((row) => [row, row.textContent.toLowerCase()]));
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      counted.forEach((row) => { row.hidden = !texts.get(row).includes(wanted); });
      for (const body of table.tBodies) {
        const shown = [...body.rows].some((row) => !row.hidden && !row.classList.contains("kpi-band"));
        for (const band of body.querySelectorAll(".kpi-band")) band.hidden = !shown;
      }
      const n = counted.filter((row) => !row.hidden).length;
      const found = n ? `${n} of ${counted.length} rows shown.` : `No row has “${field.value.trim()}” in it.`;
      told.textContent = wanted ? found : "";
    });
  }

  for (const table of document.querySelectorAll("table.kpi-table")) {
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    const counted = rows.filter((row) => !row.classList.contains("kpi-band"));
    if (!table.tHead || counted.length < 2) continue;
    const told = statusLine("kpi-unseen");
    table.after(told);
    makeSortable(table, counted, told);
    const place = table.parentElement.querySelector(":scope > .kpi-filter");
    if (place) makeFilter(place, table, counted);
  }

  /* A deep link into a closed box opens it. */
  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let box = target?.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    target?.scrollIntoView();
  }
  addEventListener("hashchange", openTarget);
  if (location.hash) openTarget();
})();
