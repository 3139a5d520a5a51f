// What is left of a name without case, accents, strokes and signs, as the program folds names.
const STROKES = { ...Object.fromEntries({{ folding.strokes | tojson }}), ß: "ss" };
const STROKED = new RegExp(`[${Object.keys(STROKES).join("")}]`, "g");
const APOSTROPHES = new RegExp("[" + {{ folding.apostrophes | tojson }} + "]", "g");

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(STROKED, (letter) => STROKES[letter]).replace(APOSTROPHES, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
