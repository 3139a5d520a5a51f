// Narrows a list from A to Z while somebody types. Without this script the whole list is there.
{% include "partials/fold.js" %}

const script = document.querySelector("script[data-label]");
const sections = [...document.querySelectorAll(".letter")];
const box = document.querySelector(".narrow");
const items = sections.flatMap((section) => [...section.querySelectorAll("li")].map((item) => [item, fold([...item.querySelectorAll(".person, .as")].map((part) => part.textContent).join(" "))]));
if (box) {
  const label = box.appendChild(document.createElement("label"));
  const input = label.appendChild(document.createElement("input"));
  input.type = "search";
  label.prepend(script.dataset.label);
  const status = box.appendChild(document.createElement("span"));
  status.className = "meta";
  status.setAttribute("role", "status");
  const letters = document.querySelector(".letters");
  const narrow = () => {
    const words = fold(input.value).split(/\s+/);
    let shown = 0;
    for (const [item, text] of items) {
      item.hidden = !words.every((word) => text.includes(word));
      shown += !item.hidden;
    }
    for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
    const narrows = shown < items.length;
    if (letters) letters.hidden = narrows; // they lead to what is hidden now
    status.textContent = !shown ? script.dataset.none : narrows ? `${shown} / ${items.length}` : "";
  };
  input.addEventListener("input", narrow);
  addEventListener("pageshow", narrow); // a browser that goes back keeps what was typed
}
