/** The files of the page, by path. */
export type PageFiles = ReadonlyMap<string, string | Uint8Array>;
