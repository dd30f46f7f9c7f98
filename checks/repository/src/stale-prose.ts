/** A provider's prose, and the words that belong to it: its events' names and its types. */
export interface ProviderProse {
  readonly id: string;
  readonly words: ReadonlySet<string>;
  readonly readme: string;
}

/**
 * Words of other providers that a provider's prose has in backticks: what is left of a text that
 * was copied. A word that two providers have gives neither away, nor does one in every README, nor
 * a plain word: `environment` is also a field.
 */
export function staleWords(id: string, readme: string, all: readonly ProviderProse[]): readonly string[] {
  const own = all.find((one) => one.id === id)!.words;
  const quoted = quotedIn(readme);
  const everywhere = all.map((one) => quotedIn(one.readme));
  return all
    .filter((one) => one.id !== id)
    .flatMap(({ id: other, words }) =>
      [...words]
        .filter(
          (word) =>
            /[^a-z]/.test(word) &&
            quoted.has(word) &&
            !own.has(word) &&
            !everywhere.every((one) => one.has(word)),
        )
        .map((word) => `${word} of ${other}`),
    );
}

function quotedIn(markdown: string): ReadonlySet<string> {
  return new Set(Array.from(markdown.matchAll(/`([^`\n]+)`/g), ([, text]) => text!));
}
