import type { Scheme, SignatureScheme } from "@flaghook/core";

/** A part of core by the field under which it is passed. */
export type Part = readonly [field: string, part: string];

/** The parts of these schemes, and no more. */
export function schemePartsOf(schemes: readonly Scheme[]): readonly Part[] {
  const signing = schemes.filter((one) => one.kind !== "token");
  const fields = new Map<string, Set<string>>();
  for (const [field, part] of signing.flatMap(fieldsOf)) {
    fields.set(field, (fields.get(field) ?? new Set()).add(part));
  }
  const entries = [...fields].map(([field, parts]) => [field, [...parts]] as const);
  if (entries.some(([, parts]) => parts.length > 1)) return [["...", "everyPart"]];
  return entries.map(([field, [part]]) => [field, part!]);
}

/** Each field of core's `SchemeParts` that a scheme needs, and its part. */
function fieldsOf(scheme: SignatureScheme): readonly Part[] {
  const { encoding, separator, id, timestamp, key, privateKey } = scheme;
  const encodings = [encoding, key?.encoding, privateKey?.encoding].filter((one) => one !== undefined);
  const list = separator === ", " ? "signaturePair" : "signatureList";
  return [
    ...encodings.map((one) => [one, one] as const),
    ["signatures", separator === undefined ? "oneSignature" : list],
    ...(id === undefined ? [] : [["id", "signedId"] as const]),
    ...(timestamp === undefined
      ? []
      : [["timestamp", timestamp.entry === undefined ? "timeInHeader" : "timeInEntry"] as const]),
    ...(key === undefined ? [] : [["key", "encodedKey"] as const]),
  ];
}
