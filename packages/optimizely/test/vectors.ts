import type { ProviderVectors } from "@flaghook/testing";

/**
 * The example of Optimizely's documentation. The page shows it indented, which is not what was
 * signed: the signature belongs to this one line, with the spaces of Python's json.dumps.
 */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "the documentation's example",
      source:
        "https://docs.developers.optimizely.com/feature-experimentation/docs/create-webhooks step 4 (checked 2026-11-21)",
      secret: "yIRFMTpsBcAKKRjJPCIykNo6EkNxJn_nq01-_r3S8i4",
      body: '{"timestamp": 1558138293, "project_id": 11387641093, "data": {"cdn_url": "https://cdn.optimizely.com/datafiles/QMVJcUKEJZFg8pQ2jhAybK.json", "environment": "Production", "origin_url": "https://optimizely.s3.amazonaws.com/datafiles/QMVJcUKEJZFg8pQ2jhAybK.json", "revision": 13}, "event": "project.datafile_updated"}',
      headers: {
        "X-Hub-Signature": "sha1=b2493723c6ea6973fbda41573222c8ecb1c82666",
        "Content-Type": "application/json",
        "User-Agent": "AppEngine-Google; (+http://code.google.com/appengine; appid: s~optimizely-hrd)",
      },
      expected: {
        type: "project.datafile_updated",
        name: "project.datafile_updated",
        dedupeKey: '["project.datafile_updated",11387641093,"Production",13]',
      },
    },
    {
      name: "a signature over no body at all, as a framework that parsed it away computes",
      source: "test of a public Laravel package for Optimizely webhooks (checked 2026-11-21)",
      secret: "verysecret",
      body: "",
      headers: { "X-Hub-Signature": "sha1=fec4ff24a565056b701bbd105f99c268f725451c" },
      expected: "invalid-json",
    },
  ],
  altered: [
    {
      name: "the example as JSON.stringify writes it",
      of: "the documentation's example",
      body: '{"timestamp":1558138293,"project_id":11387641093,"data":{"cdn_url":"https://cdn.optimizely.com/datafiles/QMVJcUKEJZFg8pQ2jhAybK.json","environment":"Production","origin_url":"https://optimizely.s3.amazonaws.com/datafiles/QMVJcUKEJZFg8pQ2jhAybK.json","revision":13},"event":"project.datafile_updated"}',
    },
    {
      name: "the example as the page shows it",
      of: "the documentation's example",
      body: '{\n  "timestamp": 1558138293,\n  "project_id": 11387641093,\n  "data": {\n    "cdn_url": "https://cdn.optimizely.com/datafiles/QMVJcUKEJZFg8pQ2jhAybK.json",\n    "environment": "Production",\n    "origin_url": "https://optimizely.s3.amazonaws.com/datafiles/QMVJcUKEJZFg8pQ2jhAybK.json",\n    "revision": 13\n  },\n  "event": "project.datafile_updated"\n}',
    },
    {
      name: "a body under the signature of none",
      of: "a signature over no body at all, as a framework that parsed it away computes",
      body: '{"timestamp": 1558138293, "project_id": 11387641093, "data": {"cdn_url": "https://cdn.optimizely.com/datafiles/QMVJcUKEJZFg8pQ2jhAybK.json", "environment": "Production", "origin_url": "https://optimizely.s3.amazonaws.com/datafiles/QMVJcUKEJZFg8pQ2jhAybK.json", "revision": 13}, "event": "project.datafile_updated"}',
    },
  ],
  unrecognised: [
    { payload: { project_id: 1, event: "project.custom_field_created", data: [] }, expected: "unknown" },
    { payload: { project_id: 1, data: [] }, expected: "schema-mismatch" },
    { payload: { project_id: 1, event: 5, data: [] }, expected: "schema-mismatch" },
    { payload: [], expected: "schema-mismatch" },
    { payload: "[".repeat(100_000) + "]".repeat(100_000), expected: "schema-mismatch" },
    { payload: null, expected: "schema-mismatch" },
  ],
};
