/**
 * Every text that a form with this one field, `payload`, may have been, as the languages of senders
 * write forms.
 */
export function* formsOf(payload: string): Generator<string> {
  const strict = new URLSearchParams({ payload }).toString();
  yield strict.replaceAll("*", "%2A"); // Ruby
  if (strict.includes("*")) yield strict; // browsers, JavaScript
  const percent = `payload=${safelyEncoded(payload)}`;
  yield percent.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  if (strict.includes("%7E")) yield strict.replaceAll("*", "%2A").replaceAll("%7E", "~"); // Python, Go
}

/** `encodeURIComponent`, which throws for half of a surrogate pair. */
function safelyEncoded(text: string): string {
  return encodeURIComponent(
    text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd"),
  );
}
