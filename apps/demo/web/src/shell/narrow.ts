/** Whether the detail lies over everything else, as on a phone. The same width is in the styles. */
export function isNarrow(): boolean {
  return matchMedia("(width <= 900px)").matches;
}
