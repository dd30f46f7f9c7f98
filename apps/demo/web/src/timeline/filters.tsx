import type { JSX } from "preact";
import { memo } from "preact/compat";
import type { FilterValues } from "../../../src/api/contract.ts";
import { isFiltered, NOTHING, type Address } from "../address/address.ts";
import type { Navigate } from "../address/use-address.ts";
import { ask } from "../data/api.ts";
import { useFetched } from "../data/use-fetched.ts";
import { Search } from "../parts/search.tsx";

const SELECTS = [
  ["provider", "Provider"],
  ["kind", "Kind"],
  ["flag", "Flag"],
  ["actor", "Person"],
  ["environment", "Environment"],
] as const;

/** The address without any filter. */
export const NO_FILTERS: Partial<Address> = (({
  place: _place,
  span: _span,
  chosen: _chosen,
  delivery: _delivery,
  ...rest
}) => rest)(NOTHING);

/** What is filtered, as it is in the address. */
export function Filters({
  address,
  navigate,
  count,
  news,
}: {
  readonly address: Address;
  readonly navigate: Navigate;
  readonly count: string;
  /** Rises when there may be new values. */
  readonly news: number;
}): JSX.Element {
  const { value: values } = useFetched(`${Math.floor(news / 50)}`, () => ask<FilterValues>("/api/filters"), {
    keep: true,
  });
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <Search
        label="Search"
        value={address.q}
        onSearch={(q) => navigate({ q, chosen: undefined }, { replace: true })}
      />
      <Selects address={address} navigate={navigate} values={values} />
      {isFiltered(address) && (
        <button type="button" class="quiet" onClick={() => navigate(NO_FILTERS)}>
          Clear
        </button>
      )}
      <output class="count">{count}</output>
    </form>
  );
}

const Selects = memo(function Selects({
  address,
  navigate,
  values,
}: {
  readonly address: Address;
  readonly navigate: Navigate;
  readonly values: FilterValues | undefined;
}): JSX.Element {
  return (
    <>
      {SELECTS.map(([name, label]) => (
        <label key={name} class={address[name] === "" ? "select" : "select is-set"}>
          <span class="hidden">{label}</span>
          <select
            value={address[name]}
            onChange={(event) => navigate({ [name]: event.currentTarget.value, chosen: undefined })}
          >
            <option value="">{label}</option>
            {withChosen(values?.[name] ?? [], address[name]).map(({ value, count: lines }) => (
              <option key={value} value={value}>
                {lines === undefined ? value : `${value} (${lines.toLocaleString()})`}
              </option>
            ))}
          </select>
        </label>
      ))}
    </>
  );
});

/** A value that nothing has any more is still what is filtered by. */
function withChosen(
  values: readonly { readonly value: string; readonly count?: number }[],
  chosen: string,
): readonly { readonly value: string; readonly count?: number }[] {
  if (chosen === "" || values.some(({ value }) => value === chosen)) return values;
  return [{ value: chosen }, ...values];
}
