import { UsageError } from "../io/usage-error.ts";

/** A URL of http or https. */
export function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  const withScheme = `http://${text}`;
  const isHost = /^[\w.-]+(?::\d+)?(?:\/|$)/.test(text) && URL.canParse(withScheme);
  throw new UsageError(
    `${JSON.stringify(text)} is no URL of http or https.${isHost ? ` Did you mean ${withScheme}?` : ""}`,
  );
}

/** A time in seconds, over 0. */
export function readSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d+(?:\.\d+)?$/.test(text) && seconds > 0 && seconds <= 86_400) return seconds;
  throw new UsageError(`${JSON.stringify(text)} is no time in seconds: write 10 or 0.5`);
}

/** A port: 0 stands for any that is free. */
export function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port < 65_536) return port;
  throw new UsageError(`${JSON.stringify(text)} is no port: write 0 to 65535`);
}
