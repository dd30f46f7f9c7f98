import { createHmac } from "node:crypto";
import { verify as verifyOctokit } from "@octokit/webhooks-methods";
import { Webhook } from "standardwebhooks";
import type { Contest } from "./contest.ts";
import { algorithmName, bareHmac, deliveryOf, secret } from "./deliveries.ts";
import { kindOf } from "./kind-of.ts";
import { providers } from "./providers.ts";

/** Sizes of `verifySignature`, which looks at no JSON. */
const sizes = { "0.5 KB": 512, "10 KB": 10_240, "1 MB": 1_048_576, "17 MB": 17_000_000 };

/** Those that do what the bare HMAC does, and no other: one HMAC of the body, in hex. */
const comparable = Object.fromEntries(
  Object.entries(providers).filter(([, { provider }]) => kindOf(provider.schemes) === "hex"),
);

/** The groups that a process can be asked for, by name. Built when asked: the bodies are large. */
export const groups: Readonly<Record<string, () => readonly Contest[]>> = {
  signature: signatureContests,
  verify: verifyContests,
  peers: peerContests,
};

function signatureContests(): readonly Contest[] {
  return Object.entries(comparable).flatMap(([id, { provider, verifySignature }]) =>
    Object.entries(sizes).flatMap(([size, length]) => {
      const body = Buffer.alloc(length, "The quick brown fox jumps over the lazy dog. ");
      const { headers, hex } = deliveryOf(provider, body);
      const asHeaders = new Headers(headers);
      const bare = bareHmac(algorithmName(provider), body, hex);
      return [
        {
          name: `${id}, ${size}, plain headers`,
          bare,
          ours: () => verifySignature({ headers, body }, { secret }),
        },
        {
          name: `${id}, ${size}, Headers`,
          bare,
          ours: () => verifySignature({ headers: asHeaders, body }, { secret }),
        },
      ];
    }),
  );
}

function verifyContests(): readonly Contest[] {
  return Object.entries(comparable).flatMap(([id, { provider, payloads }]) =>
    Object.entries(payloads).map(([what, payload]) => {
      const body = Buffer.from(payload);
      const { headers, hex } = deliveryOf(provider, body);
      const bare = bareHmac(algorithmName(provider), body, hex);
      return {
        name: `${id}, ${what}`,
        bare: () => (bare(), JSON.parse(body.toString())),
        ours: () => provider.verify({ headers, body }, { secret }),
      };
    }),
  );
}

/** The two best known alternatives, through their public calls, against the same bare HMAC. */
function peerContests(): readonly Contest[] {
  return Object.entries({ "0.5 KB": 512, "10 KB": 10_240 }).flatMap(([size, length]) => {
    const text = JSON.stringify({ note: "x".repeat(length - 11) });
    const body = Buffer.from(text);
    const hex = createHmac("sha256", secret).update(body).digest("hex");
    const bare = bareHmac("sha256", body, hex);
    const webhook = new Webhook(Buffer.from(secret).toString("base64"));
    const now = new Date();
    const headers = {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(Math.floor(Number(now) / 1000)),
      "webhook-signature": webhook.sign("msg_1", now, text),
    };
    return [
      {
        name: `@octokit/webhooks-methods, ${size}`,
        bare,
        ours: () => verifyOctokit(secret, text, `sha256=${hex}`),
      },
      {
        name: `standardwebhooks (parses JSON too), ${size}`,
        bare,
        ours: () => webhook.verify(text, headers),
      },
    ];
  });
}
