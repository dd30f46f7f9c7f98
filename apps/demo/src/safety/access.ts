import { createHash, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";

const COOKIE = "radar-token";

/** Names under which a browser reaches this machine and no other. */
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d+)?$/i;

/**
 * Lets in whoever may see the page and the API.
 *
 * Without a token: requests to a loopback name alone, so that neither a tunnel nor a page of
 * somebody else's that renamed this machine gets in. With one: `Authorization: Bearer`, the cookie,
 * or `?token=` once, which sets the cookie. What changes something must come from the page itself.
 */
export function access(token: string | undefined): MiddlewareHandler {
  return async (context, next) => {
    const isOpen = token === undefined;
    if (isOpen && !LOOPBACK.test(context.req.header("host") ?? ""))
      return context.text("Set RADAR_TOKEN to reach the radar under this name.\n", 403);
    if (token !== undefined) {
      const refusal = await refuseToken(context, token);
      if (refusal !== undefined) return refusal;
    }
    if (!isSafe(context)) return context.text("Only the radar's own page may do this.\n", 403);
    await next();
    return undefined;
  };
}

async function refuseToken(context: Context, token: string): Promise<Response | undefined> {
  const given = context.req.query("token");
  if (given !== undefined && isEqual(given, token)) {
    setCookie(context, COOKIE, token, { httpOnly: true, sameSite: "Strict", path: "/" });
    const url = new URL(context.req.url);
    url.searchParams.delete("token");
    return context.redirect(`${url.pathname}${url.search}`, 303);
  }
  const bearer = /^Bearer (.+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
  const offered = bearer ?? getCookie(context, COOKIE);
  if (offered !== undefined && isEqual(offered, token)) return undefined;
  return context.text("Open the address that the radar printed, with the token at its end.\n", 401);
}

/** Reading is safe. Anything else a browser must vouch for: another site could send it, too. */
function isSafe({ req }: Context): boolean {
  if (req.method === "GET" || req.method === "HEAD") return true;
  const site = req.header("sec-fetch-site");
  return site === "same-origin" || (site === undefined && req.header("origin") === undefined);
}

/** Digests are of one length, whatever was given. */
function isEqual(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(first!, second!);
}
