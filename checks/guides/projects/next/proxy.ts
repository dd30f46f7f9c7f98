import { NextResponse } from "next/server";

export function proxy(): NextResponse {
  return NextResponse.next();
}

// Without a matcher Next cuts off every body at 10 MB. Webhooks are not in it.
export const config = { matcher: ["/proxied/:path*"] };
