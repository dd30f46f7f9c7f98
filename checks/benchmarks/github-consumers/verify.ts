import { verify } from "@flaghook/github";

export function describe(headers: Headers, body: Uint8Array): string {
  const event = verify({ headers, body }, { secret: "secret" });
  if (event.type === "issues" && event.payload.action === "labeled") return event.payload.label?.name ?? "";
  return event.type === "push" ? event.payload.ref : event.name;
}
