/** Longer ones are no help in a hover. */
const MAX_LENGTH = 110;

/** The first sentence of a description, as text: without Markdown's links and line breaks. */
export function firstSentence(description: string | undefined): string | undefined {
  const text = description
    ?.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
  if (text === undefined || text === "") return undefined;
  const [sentence] = /^.*?[.!?](?= [A-Z`*]|$)/.exec(text) ?? [text];
  if (sentence.length > MAX_LENGTH || sentence.includes("*/")) return undefined;
  return /[.!?:]$/.test(sentence) ? sentence : `${sentence}.`;
}
