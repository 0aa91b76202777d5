/* Buttons that copy the citation of a figure. Without this script the sentence stands on the page. */
(() => {
  "use strict";

  const SHOWN_MS = 2500;

  const sentenceOf = (button) => button.closest("[data-cite]").dataset.cite;

  /* A page opened from disk has no clipboard of its own: there the sentence is selected and copied. */
  async function copy(sentence) {
    try {
      await navigator.clipboard.writeText(sentence);
      return true;
    } catch {
      return copySelected(sentence);
    }
  }

  function copySelected(sentence) {
    const field = document.createElement("textarea");
    field.value = sentence;
    field.setAttribute("readonly", "");
    field.className = "kpi-unseen";
    const before = document.activeElement;
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    before?.focus();
    return isCopied;
  }

  async function answer(button) {
    const isCopied = await copy(sentenceOf(button));
    const told = button.parentElement.querySelector("[role=status]");
    told.textContent = isCopied ? "Copied" : `Not copied. Select it here: ${sentenceOf(button)}`;
    if (isCopied) setTimeout(() => { told.textContent = ""; }, SHOWN_MS);
  }

  for (const button of document.querySelectorAll("button.kpi-copy")) {
    button.hidden = false;
    button.addEventListener("click", () => answer(button));
  }
})();
