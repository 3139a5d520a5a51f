// Narrows a list from A to Z while somebody types. Without this script the whole list is there.
const script = document.querySelector("script[data-label]");
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/ł/g, "l").replace(/ø/g, "o").replace(/[’']/g, "");
const sections = [...document.querySelectorAll(".letter")];
const items = sections.flatMap((section) => [...section.querySelectorAll("li")].map((item) => [item, fold(item.textContent)]));
if (items.length > 12) {
  const box = document.createElement("p");
  box.className = "narrow";
  const label = box.appendChild(document.createElement("label"));
  const input = label.appendChild(document.createElement("input"));
  input.type = "search";
  label.prepend(script.dataset.label);
  const none = document.createElement("p");
  none.setAttribute("role", "status");
  sections[0].before(box, none);
  input.addEventListener("input", () => {
    const words = fold(input.value).split(/\s+/);
    let shown = 0;
    for (const [item, text] of items) {
      item.hidden = !words.every((word) => text.includes(word));
      shown += !item.hidden;
    }
    for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
    none.textContent = shown ? "" : script.dataset.none;
  });
}
