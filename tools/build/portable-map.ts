import { decode, encode, type SourceMapSegment } from "@jridgewell/sourcemap-codec";
import { basename } from "node:path";

/** A source map of version 3, as far as it is used here. */
export interface SourceMap {
  readonly file?: string;
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly (string | null)[];
  readonly mappings: string;
}

/**
 * The map of a script without what only the machine that built it knows.
 *
 * tsup turns shared chunks into CommonJS after esbuild has written them, and names the script
 * itself, by its absolute path, as the source of every line that this adds. Such a line comes from
 * no source: it is left without one.
 */
export function portableMap(map: SourceMap, script: string): SourceMap {
  const kept = map.sources.flatMap((source, index) => (source === script ? [] : [index]));
  const lines = decode(map.mappings).map((line) => line.map((segment) => renumbered(segment, kept)));
  const { file, sourcesContent } = map;
  return {
    ...map,
    ...(file !== undefined && { file: basename(file) }),
    sources: kept.map((index) => map.sources[index]!),
    ...(sourcesContent && { sourcesContent: kept.map((index) => sourcesContent[index] ?? null) }),
    mappings: encode(lines.map((line) => line.filter(isNews))),
  };
}

/** The same place in the script, and in its source under the number that this has now. */
function renumbered(segment: SourceMapSegment, kept: readonly number[]): SourceMapSegment {
  if (segment.length === 1) return segment;
  const [column, source, ...rest] = segment;
  const number = kept.indexOf(source);
  return number < 0 ? [column] : ([column, number, ...rest] as SourceMapSegment); // as long as it was
}

/** A segment without a source says only where the one before it ends. */
function isNews(segment: SourceMapSegment, index: number, line: readonly SourceMapSegment[]): boolean {
  return segment.length > 1 || (line[index - 1]?.length ?? 1) > 1;
}
