// Names Node, as ed25519-node.ts does, and nothing else of core. Bun, Deno and workerd with nodejs_compat come here too.
import type * as NodeCrypto from "node:crypto";
import type { CryptoBackend, Sha256Hex } from "./backend.ts";

let loaded: typeof NodeCrypto | undefined;

// At first use: a static import would cost 3 to 7 ms at start and give bundlers something to resolve.
function crypto(): typeof NodeCrypto {
  return (loaded ??= process.getBuiltinModule("node:crypto"));
}

export const backend: CryptoBackend = {
  name: "node:crypto",

  // A KeyObject, since Node 24 takes 12 to 18 µs more for a key given as bytes.
  prepareKey: (_algorithm, secret) => crypto().createSecretKey(secret),

  hmac(target, algorithm, key, before, body) {
    const hmac = crypto().createHmac(algorithm.name, key as NodeCrypto.KeyObject);
    if (before !== "") hmac.update(before);
    const digest = hmac.update(body).digest("latin1"); // a short string costs less than a Buffer
    for (let index = 0; index < target.length; index++) target[index] = digest.charCodeAt(index);
  },

  equal: (left, right) => crypto().timingSafeEqual(left, right),
};

/** Apart from the object above, so that bundles which only verify signatures lack it. */
export const sha256Hex: Sha256Hex = (bytes) => {
  const { hash, createHash } = crypto() as Partial<typeof NodeCrypto> & typeof NodeCrypto;
  // In one call it costs half. Node before 20.12 and other runtimes lack it.
  return hash === undefined ? createHash("sha256").update(bytes).digest("hex") : hash("sha256", bytes);
};
