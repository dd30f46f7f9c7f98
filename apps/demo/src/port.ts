const DEFAULT_PORT = 3000;

/** The port that PORT names, 3000 if it is not set, or `undefined` if it is no port at all. */
export function readPort(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  return port <= 65_535 ? port : undefined;
}
