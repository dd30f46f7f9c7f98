import { createSign } from "node:crypto";
import { UsageError } from "../io/usage-error.ts";

/**
 * The JWT with which an app of GitHub says who it is: good for nine minutes, and from a minute ago,
 * since clocks differ.
 *
 * @see
 *   https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 */
export function appJwt(appId: string, privateKey: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const parts = [
    { alg: "RS256", typ: "JWT" },
    { iat: seconds - 60, exp: seconds + 540, iss: appId },
  ];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  try {
    return `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}`;
  } catch (error) {
    // Its own message may quote what the file holds.
    throw new UsageError("the private key cannot be read: it is a PEM file with an RSA key", {
      cause: error,
    });
  }
}
