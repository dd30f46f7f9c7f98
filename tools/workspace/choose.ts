/**
 * The things whose name holds one of the texts, in any case; everything where no text is given.
 *
 * @throws {TypeError} when a text is in no name: a check that tries nothing would pass
 */
export function choose<Thing>(
  things: readonly Thing[],
  texts: readonly string[],
  nameOf: (thing: Thing) => string,
): readonly Thing[] {
  const holds = (thing: Thing, text: string): boolean =>
    nameOf(thing).toLowerCase().includes(text.toLowerCase());
  for (const text of texts) {
    if (things.some((thing) => holds(thing, text))) continue;
    const names = [...new Set(things.map(nameOf))];
    throw new TypeError(
      `nothing has ${JSON.stringify(text)} in its name. There is:\n  ${names.join("\n  ")}`,
    );
  }
  return texts.length === 0 ? things : things.filter((thing) => texts.some((text) => holds(thing, text)));
}
