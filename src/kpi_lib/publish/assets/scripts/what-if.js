/* Another average, another list, a neighbour left out: shows the verdict that was computed for each choice.
   All verdicts, figures and sentences stand in the page; nothing is computed here. */
(() => {
  "use strict";

  const MOST_NAMED = 3;
  const fill = (words, parts) => words.replace(/\{(\w+)\}/g, (_, name) => parts[name] ?? "");

  function start(box) {
    const data = JSON.parse(box.querySelector("script").textContent);
    const form = box.querySelector("form");
    const told = box.querySelector(".kpi-told");
    const rows = [...box.querySelector("tbody").rows];
    const say = data.sentences;
    const listSizes = data.lists.map((list) => list.names.length + 1);
    const starts = listSizes.map((_, place) =>
      listSizes.slice(0, place).reduce((sum, size) => sum + size * data.averages.length, 0));
    const choose = (average, list, without) => starts[list] + average * listSizes[list] + without;
    const chosen = () => ["average", "list", "without"].map((name) => Number(form.elements[name].value));
    const figures = data.figures.map((joined) => joined.split("|"));
    const inForce = choose(...chosen());

    function offerNeighbours() {
      const names = data.lists[Number(form.elements.list.value)].names;
      const kept = form.elements.without.selectedOptions[0]?.textContent;
      const options = names.map((name, place) => new Option(name, place + 1, false, name === kept));
      form.elements.without.replaceChildren(new Option("nobody", 0), ...options);
    }

    function showCell(cell, mark, figure, differs) {
      const [symbol, word, role] = mark;
      cell.className = `kpi-drawn kpi-is-${role}${differs ? " kpi-differs" : ""}`;
      cell.querySelector(".kpi-mark").textContent = symbol;
      cell.querySelector(".kpi-word").lastChild.textContent = ` ${word}`;
      let note = cell.querySelector(".kpi-unit");
      if (!note) {
        note = document.createElement("span");
        note.className = "kpi-unit";
        cell.append(" ", note);
      }
      note.textContent = figure;
    }

    function nameOf(row) {
      return row.querySelector("a").textContent;
    }

    function sentence(at, changes) {
      const [average, list, without] = chosen();
      const { words, names } = data.lists[list];
      const left = without ? fill(say.without, { name: names[without - 1] }) : "";
      const drawn = { average: data.averages[average], list: words, without: left };
      if (at === inForce) return fill(say.in_force, drawn);
      const way = fill(say.way, drawn);
      if (!changes.length) return way + say.none;
      const named = changes.map((change) => fill(say.change, change)).join("; ");
      const found = changes.length === 1 ? say.one : changes.length > MOST_NAMED ? say.many : say.few;
      return way + fill(found, { n: changes.length, all: rows.length, changes: named });
    }

    function show() {
      const at = choose(...chosen());
      const changes = [];
      rows.forEach((row, place) => {
        const verdicts = data.verdicts[place];
        const mark = data.marks[verdicts[at]];
        const before = data.marks[verdicts[inForce]];
        const differs = mark[1] !== before[1];
        showCell(row.cells[2], mark, figures[place][at], differs);
        row.hidden = form.elements.only.checked && !differs;
        if (differs) changes.push({ name: nameOf(row), now: mark[1], then: before[1] });
      });
      told.textContent = sentence(at, changes);
    }

    form.addEventListener("change", (event) => {
      if (event.target.name === "list") offerNeighbours();
      show();
    });
    form.addEventListener("reset", () => setTimeout(() => { offerNeighbours(); show(); }));
    form.addEventListener("submit", (event) => event.preventDefault());
    offerNeighbours();
    show();
  }

  document.querySelectorAll(".kpi-what-if").forEach(start);
})();
