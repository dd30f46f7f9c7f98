/** Frameworks whose line for raw bytes is known. */
export type Framework =
  | "express"
  | "fastify"
  | "fetch"
  | "hono"
  | "koa"
  | "lambda"
  | "nest"
  | "next"
  | "next-pages"
  | "node";

/** The line that hands the raw bytes over, by framework. */
const RAW_BODY_LINES: Readonly<Record<Framework, string>> = {
  express:
    "Express: mount the webhook above app.use(express.json()), or put express.raw({ type: () => true }) on its route.",
  fastify:
    'Fastify: register the webhook as a plugin, or removeAllContentTypeParsers() and addContentTypeParser("*", ' +
    '{ parseAs: "buffer" }, (request, body, done) => done(null, body)) in the plugin that holds its route.',
  fetch: "Fetch: new Uint8Array(await request.arrayBuffer()) instead of request.json() or request.text().",
  hono: "Hono: new Uint8Array(await context.req.arrayBuffer()) instead of context.req.json(), above any validator.",
  koa: "Koa: mount the webhook above the body parser, which otherwise must keep context.request.rawBody.",
  lambda:
    'Lambda: Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8"), and no middleware that parses JSON.',
  nest: "Nest: NestFactory.create(AppModule, { rawBody: true }), and verify request.rawBody.",
  next: "Next route handler: new Uint8Array(await request.arrayBuffer()) instead of request.json().",
  "next-pages":
    "Next pages route: export const config = { api: { bodyParser: false } }, and read the request's stream.",
  node: "Node: collect the chunks as they are, Buffer.concat(chunks), and add none of them to a string.",
};

/** Every framework, for checking options. */
export const FRAMEWORKS: readonly string[] = Object.keys(RAW_BODY_LINES);

/** The line of one framework. */
export function lineOf(framework: Framework): string {
  return RAW_BODY_LINES[framework];
}
