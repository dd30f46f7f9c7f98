// In config/middlewares.ts, in place of "strapi::body". It keeps the text that it parses, and its limit is 1 MB.
export const body = {
  name: "strapi::body",
  config: { includeUnparsed: true, jsonLimit: "25mb" },
};
