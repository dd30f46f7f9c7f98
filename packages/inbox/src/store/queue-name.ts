/**
 * Name of a provider's queue in an engine. Writes characters that an engine could refuse as code
 * points, so that no two providers share a name.
 */
export function queueName(provider: string): string {
  return provider.replaceAll(/[^a-z0-9-]/g, (character) => `_${character.codePointAt(0)!.toString(16)}_`);
}

/** The provider of a queue. */
export function providerOf(queue: string): string {
  return queue.replaceAll(/_([0-9a-f]+)_/g, (_, code: string) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  );
}
