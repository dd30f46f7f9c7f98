const MAX_LENGTH = 200;

/**
 * The path of a URL, for a line of the log: without host and query, which may hold secrets, and
 * without what is no part of a path.
 */
export function endpointOf(url: string | undefined): string | undefined {
  if (typeof url !== "string") return undefined;
  const path = url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, "").replace(/[?#][^]*$/, "");
  return path.slice(0, MAX_LENGTH).replace(/[^\w./~%:@!$&'()*+,;=-]/g, "?") || "/";
}
