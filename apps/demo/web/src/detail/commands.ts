import type { LineDetail } from "../../../src/api/contract.ts";

/**
 * Sends the kept bytes again, signed in the shell. Neither the body nor a signature is in the
 * command: what a stranger wrote must not reach a shell, and what is valid must not be copied
 * about.
 */
export function curlCommand({ line, delivery }: LineDetail, origin: string): string {
  const { signing, headers } = delivery ?? { signing: null, headers: {} };
  const lines = [
    `curl -s ${origin}/api/changes/${line.id}/body -o body`,
    `curl ${origin}/webhooks/${line.provider}`,
    ...Object.entries(headers)
      .filter(([name]) => name !== "content-length" && name !== "user-agent")
      .filter(([, value]) => /^[\w./;=+ -]*$/.test(value))
      .map(([name, value]) => `  -H '${name}: ${value}'`),
  ];
  if (signing !== null) {
    const dgst = `openssl dgst -${signing.algorithm} -hmac "$${signing.variable}"`;
    const digest =
      signing.encoding === "hex"
        ? `${dgst} -r < body | cut -d' ' -f1`
        : `${dgst} -binary < body | openssl base64 -A`;
    lines.push(`  -H "${signing.header}: ${signing.prefix}$(${digest})"`);
  }
  lines.push("  --data-binary @body");
  const [download, ...request] = lines;
  return `${download}\n${request.join(" \\\n")}\n`;
}

/** Sends a sample of the same event with the command line tool. */
export function sendCommand({ line }: LineDetail, origin: string): string {
  const event = /^[\w.:-]+$/.test(line.event) ? line.event : "unknown";
  return `flaghook send ${line.provider} ${event} --to ${origin}/webhooks/${line.provider}\n`;
}
