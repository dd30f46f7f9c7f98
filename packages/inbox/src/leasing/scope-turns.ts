import { takeInTurn } from "./round-robin.ts";

/** Takes of the scopes of each provider in turn: a busy tenant must not keep the others waiting. */
export class ScopeTurns<Row> {
  readonly #scopeOf: (row: Row) => string;
  /** The scope that each provider's last row was of. */
  readonly #last = new Map<string, string>();

  constructor(scopeOf: (row: Row) => string) {
    this.#scopeOf = scopeOf;
  }

  /** The scope after which a provider goes on; empty at first. */
  last(provider: string): string {
    return this.#last.get(provider) ?? "";
  }

  /** A provider's rows, one of each scope in turn, from the scope after the last one. */
  inTurn(provider: string, rows: readonly Row[], limit: number): Row[] {
    const byScope = new Map<string, Row[]>();
    for (const row of rows) {
      const scope = this.#scopeOf(row);
      byScope.set(scope, [...(byScope.get(scope) ?? []), row]);
    }
    const last = this.last(provider);
    const scopes = [...byScope.keys()].toSorted(
      (a, b) => Number(a <= last) - Number(b <= last) || (a < b ? -1 : 1),
    );
    return takeInTurn(
      scopes.map((scope) => byScope.get(scope)!),
      limit,
    );
  }

  /** Says that a row was taken. */
  took(provider: string, row: Row): void {
    this.#last.set(provider, this.#scopeOf(row));
  }
}
