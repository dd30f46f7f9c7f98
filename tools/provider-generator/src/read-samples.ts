import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A payload that users test their handlers with. */
export interface Sample {
  /** The event's type. */
  readonly event: string;
  /** As `issues.labeled`: the event's name and, where it has actions, one of them. */
  readonly name: string;
  /** Where it comes from; says so if we made it. */
  readonly source: string;
  readonly payload: unknown;
  /** The id of a further provider of the package, if it is that one's. */
  readonly provider?: string;
}

/** The samples of a folder `test/samples`, by the names of their files. */
export function samplesIn(folder: string): readonly Sample[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return files.toSorted().map((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    return { name: file.replace(/\.json$/, ""), ...(JSON.parse(text) as Omit<Sample, "name">) };
  });
}
