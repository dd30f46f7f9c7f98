import { circlesIn, type Arrows } from "./circles.ts";

/** The files of one package by their path below its sources, each with the files it imports. */
export type FileArrows = ReadonlyMap<string, readonly string[]>;

/** Circles of files: each as `a.ts -> b.ts -> a.ts`. An import of types alone counts as well. */
export function fileCircles(files: FileArrows): readonly string[] {
  return circlesIn(files);
}

/**
 * Folders that import each other, directly or round about, at every depth. Within a folder, the
 * files beside its subfolders are nodes of their own, so a subfolder that points back up through
 * one of them is found too. Circles of files alone belong to {@link fileCircles}.
 */
export function folderCircles(files: FileArrows): readonly string[] {
  return foldersOf(files).flatMap((folder) =>
    circlesIn(nodesWithin(folder, files)).filter((circle) => circle.includes("/ ->")),
  );
}

/** Imports of a file at the top from within a folder: the top is for others, not for the inside. */
export function importsOfTheTop(files: FileArrows, top: readonly string[]): readonly string[] {
  return [...files].flatMap(([file, imported]) =>
    file.includes("/")
      ? imported.filter((target) => top.includes(target)).map((target) => `${file} -> ${target}`)
      : [],
  );
}

/** Every folder that holds something, `""` for the sources themselves. */
function foldersOf(files: FileArrows): readonly string[] {
  const folders = new Set([""]);
  for (const file of files.keys()) {
    const parts = file.split("/").slice(0, -1);
    for (const [index] of parts.entries()) folders.add(`${parts.slice(0, index + 1).join("/")}/`);
  }
  return [...folders].toSorted();
}

/** The graph of a folder's own children: its subfolders, each as one node, and its files. */
function nodesWithin(folder: string, files: FileArrows): Arrows {
  const arrows = new Map<string, Set<string>>();
  for (const [file, imported] of files) {
    const from = childOf(folder, file);
    if (from === undefined) continue;
    const targets = arrows.get(from) ?? new Set();
    arrows.set(from, targets);
    for (const target of imported) {
      const to = childOf(folder, target);
      if (to !== undefined && to !== from) targets.add(to);
    }
  }
  return arrows;
}

/** `a/` for everything below it, the path itself for a file right inside `folder`. */
function childOf(folder: string, file: string): string | undefined {
  if (!file.startsWith(folder)) return undefined;
  const [first, ...rest] = file.slice(folder.length).split("/");
  return `${folder}${first}${rest.length > 0 ? "/" : ""}`;
}
