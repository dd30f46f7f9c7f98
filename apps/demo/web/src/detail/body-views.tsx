import type { JSX } from "preact";

/** Bytes that are shown. All of them can be saved. */
const SHOWN_BYTES = 4096;

/** Characters of a payload that are shown: a page with more of them is slow. */
const SHOWN_CHARACTERS = 200_000;

const WIDTH = 16;

/** The payload, indented if it is JSON. A form that carries JSON counts as that. */
export function PayloadView({ bytes }: { readonly bytes: Uint8Array }): JSX.Element {
  const text = payloadText(new TextDecoder().decode(bytes));
  return (
    <pre class="payload" tabIndex={0} aria-label="Payload">
      {text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}\n…` : text}
    </pre>
  );
}

function payloadText(text: string): string {
  for (const candidate of [text, new URLSearchParams(text).get("payload")]) {
    try {
      if (candidate !== null) return JSON.stringify(JSON.parse(candidate), null, 2);
    } catch {
      // Not JSON: shown as it came.
    }
  }
  return text;
}

/** The bytes as they came: place, digits, characters. */
export function BytesView({
  bytes,
  href,
}: {
  readonly bytes: Uint8Array;
  readonly href: string;
}): JSX.Element {
  const shown = bytes.subarray(0, SHOWN_BYTES);
  const rows = Array.from({ length: Math.ceil(shown.length / WIDTH) }, (_, row) =>
    rowOf(shown.subarray(row * WIDTH, (row + 1) * WIDTH), row * WIDTH),
  );
  return (
    <>
      <pre class="bytes" tabIndex={0} aria-label="Bytes">
        {rows.join("\n")}
      </pre>
      <p class="hint">
        {bytes.length > SHOWN_BYTES && `The first ${SHOWN_BYTES.toLocaleString()} bytes. `}
        <a href={href} download="body">
          Save all {bytes.length.toLocaleString()} bytes
        </a>
      </p>
    </>
  );
}

function rowOf(bytes: Uint8Array, place: number): string {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
  const characters = Array.from(bytes, (byte) =>
    byte >= 32 && byte < 127 ? String.fromCodePoint(byte) : "·",
  );
  const halves = `${digits.slice(0, 8).join(" ").padEnd(23)}  ${digits.slice(8).join(" ").padEnd(23)}`;
  return `${place.toString(16).padStart(4, "0")}  ${halves}  ${characters.join("")}`;
}
