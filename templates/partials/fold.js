// What is left of a name without case, accents, strokes and signs, as the program folds names.
const STROKES = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ħ: "h", ŧ: "t", ß: "ss" };

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/[łøđðþæœıħŧß]/g, (letter) => STROKES[letter]).replace(/[’'‘ʼʻ`´′]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
