// What the form's questions say, read off the study's own keys.
const sides = (question) => [question, ...Object.values(question)].filter((part) => part && typeof part === "object" && !Array.isArray(part));

// The ids of the features that a question is about.
export function featuresOf(question) {
  const found = new Set(typeof question.feature === "string" ? [question.feature] : []);
  for (const part of sides(question)) {
    for (const key of ["answers", "columns"]) {
      const named = part[key];
      if (named && typeof named === "object" && !Array.isArray(named)) Object.keys(named).forEach((name) => found.add(name));
    }
  }
  return found;
}

// Whether a row's question is about one price that it must name.
export const atPrice = ({ question }) =>
  question.asks === "pay" && ["yes-no", "estimate"].includes(question.shape) && !Array.isArray(question.customers?.prices);

// The scales of a rating: the question's own, or one of each side's. Each with the part that holds it.
export function scalesOf({ question }) {
  return Object.entries({ both: question, ...question })
    .filter(([, part]) => part && typeof part === "object" && Array.isArray(part.scale))
    .map(([side, part]) => ({ side, part }));
}

export const pointsAsText = (scale) => scale.map((point) => [point].flat().join(" | ")).join("\n");

export function pointsOf(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  return lines.map((line) => {
    const spellings = line.split(" | ").map((part) => part.trim()).filter(Boolean);
    return spellings.length === 1 ? spellings[0] : spellings;
  });
}
