import type { DeliveryInput, Provider, VerifyOptions } from "@flaghook/core";
import type { ProviderVectors } from "../vectors.ts";
import { optionsOf, schemeOf } from "./base-delivery.ts";
import type { ContractCase } from "./contract-case.ts";
import { lowerCased } from "./header-forms.ts";

/**
 * Deliveries whose reading calls `verify` again, with another delivery: the inner call must change
 * nothing. And options that give something else the second time: `verify` reads them once.
 */
export function reentry(provider: Provider, vectors: ProviderVectors): readonly ContractCase[] {
  const base = vectors.genuine[0]!;
  const { body } = base;
  const options = optionsOf(base);
  const { secret, ...others } = options;
  const headers = lowerCased(base.headers);
  const genuine: DeliveryInput = { headers, body };
  const { kind, header } = schemeOf(provider, vectors);
  const forged: DeliveryInput =
    kind === "token"
      ? { headers: { ...headers, [header]: "a-forger" }, body }
      : { headers, body: `[${body}]` };
  const expected = typeof base.expected === "string" ? { error: base.expected } : { ...base.expected };

  const within = (outer: DeliveryInput, inner: DeliveryInput): Readonly<Record<string, Hooked>> => {
    const call = (): void => {
      try {
        provider.verify(inner, options);
      } catch {
        // A forgery is refused: other cases test that.
      }
    };
    return {
      "getters of the delivery": { delivery: getters(outer, call), options },
      "getters of its headers": {
        delivery: { ...outer, headers: getters(outer.headers as typeof headers, call) },
        options,
      },
      "getters of options": { delivery: outer, options: getters(options, call) },
      "a list of secrets": {
        delivery: outer,
        options: { ...others, secret: asArray(getters({ 0: secret }, call)) },
      },
    };
  };
  return [
    ...cases("accepts a delivery with a forgery verified in", within(genuine, forged), expected),
    ...cases("refuses a forgery with a genuine delivery verified in", within(forged, genuine), {
      error: "signature-mismatch",
    }),
    {
      name: "reads the secret once",
      delivery: genuine,
      options: once(options, { ...others, secret: "" }),
      expected,
    },
    {
      name: "reads headers and body once",
      delivery: once(genuine, { headers: {}, body: "" }),
      options,
      expected,
    },
  ];
}

function cases(
  what: string,
  hooked: Readonly<Record<string, Hooked>>,
  expected: ContractCase["expected"],
): readonly ContractCase[] {
  return Object.entries(hooked).map(([hook, given]) => ({ name: `${what} ${hook}`, ...given, expected }));
}

interface Hooked {
  readonly delivery: DeliveryInput;
  readonly options: VerifyOptions;
}

/** The same fields, each a getter that calls first. */
function getters<Fields extends object>(fields: Fields, call: () => void): Fields {
  return defined(fields, (_, value) => () => {
    call();
    return value;
  });
}

/** The same fields, which give something else from the second time on. */
function once<Fields extends object>(fields: Fields, afterwards: Fields): Fields {
  return defined(fields, (name, value) => {
    let isRead = false;
    return () => {
      const given = isRead ? (afterwards as Record<string, unknown>)[name] : value;
      isRead = true;
      return given;
    };
  });
}

function defined<Fields extends object>(
  fields: Fields,
  getterOf: (name: string, value: unknown) => () => unknown,
): Fields {
  const descriptors = Object.entries(fields).map(
    ([name, value]) => [name, { enumerable: true, get: getterOf(name, value) }] as const,
  );
  return Object.defineProperties({}, Object.fromEntries(descriptors)) as Fields;
}

function asArray(secrets: object): string[] {
  return Object.defineProperties([], Object.getOwnPropertyDescriptors(secrets)) as string[];
}
