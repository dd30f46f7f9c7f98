/** The middle value. */
export function median(values: readonly number[]): number {
  return at(values, 0.5);
}

/** The values below and above which a quarter lies. */
export function quartiles(values: readonly number[]): readonly [number, number] {
  return [at(values, 0.25), at(values, 0.75)];
}

function at(values: readonly number[], share: number): number {
  return values.toSorted((left, right) => left - right)[Math.floor((values.length - 1) * share)]!;
}
