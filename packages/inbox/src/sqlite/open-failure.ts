import { accessSync, constants, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Says which file cannot be opened and why, where the file system knows more than SQLite. Never
 * repeats a path that looks like a URL: it came here by mistake, and may hold a password.
 */
export function openFailure(path: string, cause: Error): Error {
  const message = looksLikeUrl(path)
    ? "the sqlite store cannot open its path, which looks like a URL: it must be a file."
    : `the sqlite store cannot open ${resolve(path)}: ${reasonOf(resolve(path)) ?? cause.message}.`;
  return Object.assign(new Error(message, { cause }), { errcode: (cause as { errcode?: unknown }).errcode });
}

/** A drive's letter is no scheme. */
export function looksLikeUrl(path: string): boolean {
  return /^[a-z][a-z\d+.-]+:/i.test(path);
}

function reasonOf(path: string): string | undefined {
  const folder = dirname(path);
  if (kindOf(folder) === "nothing") return "the folder does not exist";
  if (kindOf(folder) === "file") return `${folder} is not a folder`;
  if (kindOf(path) === "folder") return "it is a folder";
  if (kindOf(path) === "file" && !isAllowed(path, constants.R_OK | constants.W_OK)) {
    return "it may not be read and written by this process";
  }
  if (!isAllowed(folder, constants.W_OK)) {
    return "the folder may not be written by this process, and SQLite keeps its log there";
  }
  return undefined;
}

function kindOf(path: string): "file" | "folder" | "nothing" | undefined {
  try {
    return statSync(path).isDirectory() ? "folder" : "file";
  } catch (error) {
    // Any other fault says nothing about what is there.
    return (error as { code?: unknown }).code === "ENOENT" ? "nothing" : undefined;
  }
}

function isAllowed(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
