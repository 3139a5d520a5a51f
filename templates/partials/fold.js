// What is left of a name without case, accents, strokes and signs, as the program folds names.
const STROKES = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ß: "ss" };

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/[łøđðþæœıß]/g, (letter) => STROKES[letter]).replace(/[’'‘`´]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
