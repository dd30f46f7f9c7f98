import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { z } from "zod";

/**
 * The query of a request, as a schema reads it. An empty value counts as none.
 *
 * @throws {HTTPException} 400, with the name of what is wrong
 */
export function readQuery<Schema extends z.ZodType>(context: Context, schema: Schema): z.output<Schema> {
  const given = Object.entries(context.req.query()).filter(([, value]) => value !== "");
  const result = schema.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  const error = `${path.join(".")} ${message}.`;
  throw new HTTPException(400, { res: Response.json({ error }, { status: 400 }), message: error });
}
