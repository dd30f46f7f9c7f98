import { useEffect, useState } from "preact/hooks";

/** What was asked for, while it is on its way, and once it is there or not. */
export type Fetched<Value> =
  | { readonly state: "loading"; readonly value?: Value | undefined }
  | { readonly state: "ready"; readonly value: Value }
  | { readonly state: "failed"; readonly error: string; readonly value?: Value | undefined };

/**
 * Fetches whenever `key` changes, and keeps showing the last value until the next one is there.
 * Nothing is fetched for an `undefined` key.
 */
export function useFetched<Value>(
  key: string | undefined,
  fetchValue: (key: string) => Promise<Value>,
  { keep = false }: { readonly keep?: boolean } = {},
): Fetched<Value> {
  const [fetched, setFetched] = useState<Fetched<Value> & { readonly key?: string | undefined }>({
    state: "loading",
  });
  useEffect(() => {
    if (key === undefined) return undefined;
    let isCurrent = true;
    const set = (next: Fetched<Value>): void => {
      if (isCurrent) setFetched({ ...next, key });
    };
    fetchValue(key).then(
      (value) => set({ state: "ready", value }),
      (error: unknown) => set({ state: "failed", error: (error as Error).message }),
    );
    return () => {
      isCurrent = false;
    };
    // oxlint-disable-next-line exhaustive-deps -- the key says all that the function reads
  }, [key]);
  return fetched.key === key || keep ? fetched : { state: "loading" };
}
