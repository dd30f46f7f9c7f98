// By path: the providers depend on core, and nothing may depend on itself.
import { github } from "../../../../github/src/index.ts";
import { goff } from "../../../../goff/src/index.ts";
import { hypertune } from "../../../../hypertune/src/index.ts";
import { optimizely } from "../../../../optimizely/src/index.ts";
import { featbit } from "../../../../featbit/src/index.ts";
import { vectors as featbitVectors } from "../../../../featbit/test/vectors.ts";
import { flagsmith } from "../../../../flagsmith/src/index.ts";
import { vectors as flagsmithVectors } from "../../../../flagsmith/test/vectors.ts";
import { flipt } from "../../../../flipt/src/index.ts";
import { vectors as fliptVectors } from "../../../../flipt/test/vectors.ts";
import { growthbook } from "../../../../growthbook/src/index.ts";
import { vectors as growthbookVectors } from "../../../../growthbook/test/vectors.ts";
import { launchdarkly } from "../../../../launchdarkly/src/index.ts";
import { vectors as launchdarklyVectors } from "../../../../launchdarkly/test/vectors.ts";
import type { ProviderVectors } from "../../../../testing/src/vectors.ts";
import type { Provider } from "../../../src/index.ts";

/** A delivery as the provider signs and sends it, with the secret. */
export interface Genuine {
  readonly provider: Provider;
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Signs a body as the provider does. */
export function genuineOf(provider: Provider, secret: string, body: string, name?: string): Genuine {
  const headers = provider.sign(body, { secret, id: "4d3a", ...(name !== undefined && { name }) });
  return { provider, secret, headers, body };
}

/** Compact JSON with raw UTF-8, as GitHub sends it. */
const pushBody =
  '{"ref":"refs/heads/main","before":"6113728f27ae82c7b1a177c8d03f9e96e0adf246","after":"59b20b8d5c6ff8d09518216e87bba4e2df8e1e2d","repository":{"id":135493233,"name":"Hello-World","full_name":"Codertocat/Hello-World","private":false,"html_url":"https://github.com/Codertocat/Hello-World","fork":false,"url":"https://github.com/Codertocat/Hello-World","size":0,"stargazers_count":0,"watchers_count":0,"has_issues":true,"has_downloads":true,"has_wiki":true,"has_pages":true,"forks_count":0,"open_issues_count":2,"default_branch":"main","owner":{"name":"Codertocat","email":"octocat@github.com","login":"Codertocat","id":21031067}},"pusher":{"name":"Zoë","email":"octocat@github.com"},"sender":{"login":"Codertocat","id":21031067},"created":false,"deleted":false,"forced":false,"base_ref":null,"compare":"https://github.com/Codertocat/Hello-World/compare/6113728f27ae...59b20b8d5c6f","commits":[],"head_commit":null}';

/** Compact JSON with Go's escapes and a map whose keys JavaScript would move. */
const exportBody =
  '{"meta":{"10":"a","2":"b","hostname":"server01","zone":"é"},"events":[{"kind":"tracking","contextKind":"user","userKey":"user-1","creationDate":1795242982,"key":"checkout","evaluationContext":{"email":"a\\u003cb\\u003e@x.io","targetingKey":"user-1"},"trackingEventDetails":{"currency":"USD","value":99.77}}]}';

/** The spaces of Python's json.dumps, and its ASCII escapes. */
const datafileBody =
  '{"timestamp": 1558138293, "project_id": 11387641093, "data": {"cdn_url": "https://cdn.optimizely.com/datafiles/QMVJcUKEJZFg8pQ2jhAybK.json", "environment": "Produ\\u00e7\\u00e3o", "origin_url": "https://optimizely.s3.amazonaws.com/datafiles/QMVJcUKEJZFg8pQ2jhAybK.json", "revision": 13}, "event": "project.datafile_updated"}';

/** Two-space print with sorted keys. */
const commitBody =
  '{\n  "commit": {\n    "id": "2792",\n    "message": "v5 für alle"\n  },\n  "createdAt": "2023-04-17T12:02:26.095Z",\n  "id": "QAq7JB7nE5tY8mS99qsmM",\n  "project": {\n    "id": "2489",\n    "name": "demo-webhook project"\n  },\n  "type": "NEW_COMMIT",\n  "user": {\n    "displayName": "Miraan Tabrez",\n    "email": "miraan@hypertune.com",\n    "id": "2431"\n  }\n}';

export const genuine = {
  github: genuineOf(github, "It's a Secret to Everybody", pushBody, "push"),
  goff: genuineOf(goff, "goff-secret-7f3a", exportBody),
  optimizely: genuineOf(optimizely, "yIRFMTpsBcAKKRjJPCIykNo6EkNxJn_nq01-_r3S8i4", datafileBody),
  hypertune: genuineOf(hypertune, "1de87274cc2ddba774cbcec5a9ad8727", commitBody),
  featbit: firstOf(featbit, featbitVectors),
  flagsmith: firstOf(flagsmith, flagsmithVectors),
  flipt: firstOf(flipt, fliptVectors),
  growthbook: firstOf(growthbook, growthbookVectors),
  launchdarkly: firstOf(launchdarkly, launchdarklyVectors),
} as const;

/**
 * The first delivery of a provider's vectors, signed anew, without what latin1 does not have: one
 * damage writes it so.
 */
function firstOf(provider: Provider, { genuine: [first] }: ProviderVectors): Genuine {
  const { secret, body } = first!;
  return genuineOf(provider, secret, body.replaceAll(/[\u0100-\uffff]/g, ""));
}

export { github, goff, hypertune, optimizely };
