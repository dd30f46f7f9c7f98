import { createRequire } from "node:module";
import { packageOf } from "../providers/load-provider.ts";

/** A file of samples: for each event its type, and the name of a sample of it or of one like it. */
export interface ProviderSamples {
  readonly events: Readonly<Record<string, { readonly type: string; readonly sample?: string }>>;
  readonly samples: Readonly<Record<string, unknown>>;
}

/** A file of `samples`, wherever this module was bundled to. */
const load = createRequire(import.meta.url);

/** The file of a provider that comes with the CLI. */
export function loadSamples(id: string): unknown {
  return load(`#samples/${id}.json`);
}

/** The samples of any of them but GitHub, whose file is of another form. */
export function samplesOf(id: string): ProviderSamples | undefined {
  const isOurs = id !== "github" && packageOf(id) !== undefined;
  return isOurs ? (loadSamples(id) as ProviderSamples) : undefined; // our own file
}
