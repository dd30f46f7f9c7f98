/** The same headers with their names in lower case. */
export function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The same headers with their names in upper case. */
export function upperCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
}

/** The same headers, each as an array of its one value. */
export function toArrays(headers: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}

/** `Headers` with a further line of one name. */
export function appended(headers: Readonly<Record<string, string>>, name: string, value: string): Headers {
  const twice = new Headers(headers);
  twice.append(name, value);
  return twice;
}
