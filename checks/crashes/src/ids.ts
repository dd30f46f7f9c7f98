// A delivery's id is the name of its bytes, or that name and a tail: the same bytes under another id.

export function nameOf(id: string): string {
  return id.split("~")[0]!;
}

/** The same bytes as `name`'s, under an id that nobody else uses. */
export function replayOf(name: string, tail: string): string {
  return `${name}~${tail}`;
}

/** A name that every writer comes to at about the same time: all of them send it, under one id. */
export function sharedName(): string {
  const now = Math.floor(Date.now() / 20);
  return `${now - Math.floor(Math.random() * 10)}s`;
}

export function isShared(name: string): boolean {
  return name.endsWith("s");
}

/** One in about a hundred can never be handled: it must end dead. No other parcel has its bytes. */
export function isPoison(id: string): boolean {
  return id.endsWith("99") && !id.includes("~");
}
