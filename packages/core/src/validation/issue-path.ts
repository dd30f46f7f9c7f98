/** A key as issues hold it. It is text of the payload: cut off after 100 characters. */
export function toPathPart(key: PropertyKey): string | number {
  if (typeof key === "number") return key;
  const text = String(key);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
