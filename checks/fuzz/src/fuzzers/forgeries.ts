import { explain } from "@flaghook/core/explain";
import * as fc from "fast-check";
import { forge, providers, random } from "../../../../packages/core/test/explain/support/forge.ts";
import { explore, type Fuzzer } from "../harness/fuzzer.ts";
import { assert } from "../invariants/invariants.ts";

/** What `explain` says of deliveries that nobody signed and nothing damaged. */
export const forgeries: Fuzzer = {
  name: "forgeries",
  claim: "forged deliveries, explained: refused with a cause, and none is called proven",
  cases: 10_000,
  run: (settings) => explore([[1, fc.property(fc.nat(providers.length - 1), fc.integer(), judge)]], settings),
};

function judge(index: number, seed: number): void {
  const provider = providers[index]!;
  const { delivery, options } = forge(provider, random(seed));
  const { outcome, causes } = explain(provider, delivery, options);
  assert(outcome === "refused" && causes.length > 0, `${provider.id} is ${outcome} without a cause`);
  const proven = causes.filter(({ certainty }) => certainty === "proven").map(({ id }) => id);
  assert(proven.length === 0, `called proven: ${proven.join(", ")}`);
}
