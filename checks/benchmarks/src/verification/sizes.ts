import { bundleBudgets } from "./bundle-budgets.ts";
import { bundle } from "./bundle.ts";
import { builtEntry, ids } from "./ids.ts";
import { limited, type Row } from "../figures.ts";

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(2)} KB`;

const exported = new Map<string, object>();
for (const id of ids) exported.set(id, (await import(builtEntry(id, "."))) as object);

/** Bundles after minifying and gzip, 1 KB being 1024 bytes. */
export function sizeRows(): readonly Row[] {
  return ids.flatMap(rowsOf);
}

function rowsOf(id: string): readonly Row[] {
  const budgets = bundleBudgets(exported.get(id)!, id);
  const signature = bundle(`packages/${id}/src/signature.ts`, "node").bytes;
  const main = bundle(`packages/${id}/src/index.ts`, "node").bytes;
  const edge = bundle(`packages/${id}/src/signature.ts`, "edge").bytes;
  return [
    limited(`${id}/signature for Node`, signature, { max: budgets.signature }, kilobytes),
    limited(`${id} for Node`, main, { max: budgets.main }, kilobytes),
    { what: `${id}/signature for the edge`, measured: kilobytes(edge) },
    limited(`  of it what is portable`, edge - signature, { max: budgets.portable }, kilobytes),
  ];
}
