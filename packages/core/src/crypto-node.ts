// The one module of core that names Node. Bun, Deno and workerd with nodejs_compat come here too.
import type * as NodeCrypto from "node:crypto";
import { copyLatin1, type CryptoBackend } from "./crypto-backend.ts";

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
    if (before !== "") hmac.update(before, "utf8");
    copyLatin1(target, hmac.update(body).digest("latin1")); // a short string costs less than a Buffer
  },

  equal: (left, right) => crypto().timingSafeEqual(left, right),

  sha256Hex: (bytes) => crypto().createHash("sha256").update(bytes).digest("hex"),
};
