import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Provider } from "@flaghook/core";
import { own } from "../generated/own-providers.ts";
import { UsageError } from "../io/usage-error.ts";
import { closest } from "./closest.ts";

/** The ids of the providers that come with the CLI. */
export const OWN_PROVIDERS: readonly string[] = Object.keys(own);

/** The package of a provider that comes with the CLI. */
export function packageOf(id: string): string | undefined {
  return Object.hasOwn(own, id) ? own[id]!.from : undefined;
}

/**
 * A provider by its id, or by the path of a module of yours that exports one.
 *
 * An id that does not come with the CLI is the package `@flaghook/<id>` of the project in the
 * current folder.
 */
export async function loadProvider(name: string): Promise<Provider> {
  if (/^[./]|^[A-Za-z]:\\|\.[cm]?[jt]s$/.test(name)) return fromModule(resolve(name), name);
  if (packageOf(name) !== undefined) return providerIn(await own[name]!.load(), name);
  const installed = inProject(`@flaghook/${name}`);
  if (installed !== undefined) return fromModule(installed, name);
  const suggestion = closest(name, OWN_PROVIDERS);
  throw new UsageError(
    `there is no provider ${JSON.stringify(name)}. ` +
      (suggestion === undefined ? "" : `Did you mean ${suggestion}? `) +
      `There are ${OWN_PROVIDERS.join(", ")}; a package @flaghook/<id> that your project has installed; ` +
      "and the path of a module that exports a provider, such as ./shop.ts.",
  );
}

/** The providers that come with the CLI, but for one. */
export async function otherProviders(id: string): Promise<readonly Provider[]> {
  return Promise.all(OWN_PROVIDERS.filter((one) => one !== id).map(loadProvider));
}

function inProject(name: string): string | undefined {
  if (!/^[@\w./-]+$/.test(name)) return undefined;
  try {
    return createRequire(join(process.cwd(), "package.json")).resolve(name);
  } catch {
    return undefined; // not installed there
  }
}

async function fromModule(path: string, name: string): Promise<Provider> {
  try {
    return providerIn((await import(pathToFileURL(path).href)) as Record<string, unknown>, name);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { message } = error as Error;
    throw new UsageError(`the provider ${name} cannot be loaded: ${message}`, { cause: error });
  }
}

function providerIn(exported: Readonly<Record<string, unknown>>, name: string): Provider {
  const nested = exported["default"];
  const all = [...Object.values(exported), ...(isObject(nested) ? Object.values(nested) : [])];
  const found = [...new Set(all.filter(isProvider))];
  const named = found.find(({ id }) => id === name);
  if (named !== undefined || found.length === 1) return named ?? found[0]!;
  throw new UsageError(
    found.length === 0
      ? `${name} exports no provider: export what defineProvider gives`
      : `${name} exports several providers: ${found.map(({ id }) => id).join(", ")}. Export one alone.`,
  );
}

function isProvider(value: unknown): value is Provider {
  return isObject(value) && typeof value["id"] === "string" && typeof value["safeVerify"] === "function";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
