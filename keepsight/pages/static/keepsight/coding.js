// Keys for the coding desk, for those who ask for them. Everything is done by the form without this file.
const KEPT = "keepsight-coding-keys";
const desk = document.querySelector("[data-desk]");
const keys = document.querySelector("[data-keys]");

if (desk && keys) {
  keys.closest("[data-keys-offer]").hidden = false;
  keys.checked = localStorage.getItem(KEPT) === "on";
  keys.addEventListener("change", () => localStorage.setItem(KEPT, keys.checked ? "on" : "off"));
  document.addEventListener("keydown", pressed);
}

function pressed(event) {
  const typing = event.target.closest("textarea, input:not([type=checkbox]):not([type=radio])");
  if (!keys.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^[1-9]$/.test(event.key)) {
    desk.querySelector(`[data-key="${event.key}"]`)?.click();
  } else if (event.key === "n" || event.key === "p") {
    document.querySelector(`[data-way="${event.key === "n" ? "after" : "before"}"]`)?.click();
  }
}
