import { budgets } from "./budgets.ts";
import { bundle } from "./bundle.ts";
import { ids } from "./ids.ts";
import { limited, type Row } from "../figures.ts";

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(2)} KB`;

/** Bundles after minifying and gzip, 1 KB being 1024 bytes. */
export function sizeRows(): readonly Row[] {
  return ids.flatMap((id) => {
    const signature = bundle(`packages/${id}/src/signature.ts`, "node").bytes;
    const main = bundle(`packages/${id}/src/index.ts`, "node").bytes;
    const edge = bundle(`packages/${id}/src/signature.ts`, "edge").bytes;
    return [
      limited(`${id}/signature for Node`, signature, { max: budgets.bundle.signature }, kilobytes),
      limited(`${id} for Node`, main, { max: budgets.bundle.main }, kilobytes),
      { what: `${id}/signature for the edge`, measured: kilobytes(edge) },
      limited(
        `  of it the portable hashes`,
        edge - signature,
        { max: budgets.bundle.portableHashes },
        kilobytes,
      ),
    ];
  });
}
