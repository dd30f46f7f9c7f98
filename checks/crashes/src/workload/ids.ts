// A delivery's id is the name of its bytes, or that name with a tail: the same bytes under another id.

export function nameOf(id: string): string {
  return id.split("~")[0]!;
}

/** An id for the bytes of `name` that nobody else uses. */
export function replayOf(name: string, tail: string): string {
  return `${name}~${tail}`;
}

/** A name that both writers come to at about the same time: they send it under one id. */
export function sharedName(): string {
  const now = Math.floor(Date.now() / 20);
  return `${now - Math.floor(Math.random() * 10)}s`;
}

/** What a stranger recorded and floods the inbox with. */
export function recordedName(stranger: string, number: number): string {
  return `${stranger}-${number}recorded`;
}

/** Whether it is one of a flood of replays, of which most are counted and not kept. */
export function isFlood(id: string): boolean {
  return nameOf(id) !== id && nameOf(id).endsWith("recorded");
}

export function isShared(name: string): boolean {
  return name.endsWith("s");
}

/** About one in a hundred always fails: it must end dead. No other delivery has its bytes. */
export function isPoison(id: string): boolean {
  return id.endsWith("99") && !id.includes("~");
}
