import type { FlagPage, FlagsPage, FlagSummary } from "../../../src/api/contract.ts";
import type { Address } from "../address/address.ts";
import { ask } from "../data/api.ts";
import { useFetched, type Fetched } from "../data/use-fetched.ts";
import { useRound } from "../data/use-round.ts";

/** The flags that the place for them lists: while it is shown, and no flag is chosen. */
export function useFlags(address: Address, news: number): Fetched<readonly FlagSummary[]> {
  const round = useRound(news);
  const isShown = address.place === "flags" && address.flag === "";
  const path = `/api/flags?${new URLSearchParams({ q: address.q })}`;
  return useFetched(
    isShown ? `${path}#${round}` : undefined,
    async () => (await ask<FlagsPage>(path)).flags,
    { keep: true },
  );
}

/** The chosen flag. */
export function useFlag(address: Address, news: number): Fetched<FlagPage> {
  const round = useRound(news);
  const { flag, environment, span } = address;
  const isShown = address.place === "flags" && flag !== "";
  const path = `/api/flag?${new URLSearchParams({ flag, environment, span })}`;
  const fetched = useFetched(isShown ? `${path}#${round}` : undefined, () => ask<FlagPage>(path), {
    keep: true,
  });
  // The page of another flag is worse than none.
  return fetched.value === undefined || fetched.value.flag === flag ? fetched : { state: "loading" };
}
