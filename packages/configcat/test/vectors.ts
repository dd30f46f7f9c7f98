import type { ProviderVectors } from "@flaghook/testing";

const derived =
  "derived: our own body, signed with Python's hmac by the key of the documentation (2026-11-29)";
const secret = "configcat_whsk_VN3juirnVh5pNvCKd81RYRYchxUX4j3NykbZG2fAy88=";
const secondary = "configcat_whsk_c2Vjb25kYXJ5LWtleS1mb3ItdGVzdHMtMDEyMzQ1Njc=";
const headers = {
  "X-ConfigCat-Webhook-ID": "b616ca659d154a5fb907dd8475792eeb",
  "X-ConfigCat-Webhook-Timestamp": "1669629035",
};
const now = new Date(1_669_629_035_000);

/** One is the documentation's, whose body is no JSON. */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "our template",
      source: derived,
      secret: secret,
      body: '{"config":"Main Config","configId":"08d86d63-0000-4000-8000-000000000001","environment":"Production","environmentId":"08d86d63-0000-4000-8000-000000000002","url":"https://app.configcat.com/08d86d63-0000-4000-8000-000000000001","notes":"Black Friday","by":"Ada Byron (ada@example.com)","changes":[{"settingKey":"newCheckout","event":"changed","details":"\\r\\nnewCheckout: false ➔ true"},{"settingKey":"discount","event":"changed","details":"\\r\\ndiscount:\\r\\n  Rollout percentage items changed:\\r\\n    + 20% true\\r\\n    + 80% false"},{"settingKey":"oldCheckout","event":"deleted","details":"\\r\\noldCheckout deleted"}]}',
      headers: {
        ...headers,
        "X-ConfigCat-Webhook-Signature-V1": "saUxDqIG49pXrE+m8Si3dpICb47T07Q5GxTjwnkRD4w=",
      },
      now,
      expected: { type: "changed", name: "changed", id: "b616ca659d154a5fb907dd8475792eeb" },
    },
    {
      name: "our template with the changes in quotes",
      source: derived,
      secret: secret,
      body: '{"config":"Main Config","configId":"08d86d63-0000-4000-8000-000000000001","environment":"Production","environmentId":"08d86d63-0000-4000-8000-000000000002","url":"https://app.configcat.com/08d86d63-0000-4000-8000-000000000001","notes":"Black Friday","by":"Ada Byron (ada@example.com)","changes":"[{\\"settingKey\\":\\"newCheckout\\",\\"event\\":\\"changed\\",\\"details\\":\\"\\\\r\\\\nnewCheckout: false ➔ true\\"},{\\"settingKey\\":\\"discount\\",\\"event\\":\\"changed\\",\\"details\\":\\"\\\\r\\\\ndiscount:\\\\r\\\\n  Rollout percentage items changed:\\\\r\\\\n    + 20% true\\\\r\\\\n    + 80% false\\"},{\\"settingKey\\":\\"oldCheckout\\",\\"event\\":\\"deleted\\",\\"details\\":\\"\\\\r\\\\noldCheckout deleted\\"}]"}',
      headers: {
        ...headers,
        "X-ConfigCat-Webhook-Signature-V1": "WJRgKdvvB1fY1foeYJbhc1QR2+FSfpin6F2Tbwe3Zcw=",
      },
      now,
      expected: { type: "changed", name: "changed", id: "b616ca659d154a5fb907dd8475792eeb" },
    },
    {
      name: "a template of somebody's own",
      source: derived,
      secret: secret,
      body: '{"text":"<https://app.configcat.com/1|Main Config - Production> changed"}',
      headers: {
        ...headers,
        "X-ConfigCat-Webhook-Signature-V1": "Eg/EAzRIKIX+pJz92iGHDor9rgl8tTjDExFTHVj2TbI=",
      },
      now,
      expected: { type: "unknown", name: "custom", id: "b616ca659d154a5fb907dd8475792eeb" },
    },
    {
      name: "no body",
      source: derived,
      secret: secret,
      body: "",
      headers: {
        ...headers,
        "X-ConfigCat-Webhook-Signature-V1": "iZXarSYCGMJAPqvbFYOgAotdXUIL8B5IMMVuPAsmzgk=",
      },
      now,
      expected: { type: "notified", name: "notified", id: "b616ca659d154a5fb907dd8475792eeb" },
    },
    {
      name: "the second of two signing keys",
      source: derived,
      secret: secondary,
      body: '{"config":"Main Config","configId":"08d86d63-0000-4000-8000-000000000001","environment":"Production","environmentId":"08d86d63-0000-4000-8000-000000000002","url":"https://app.configcat.com/08d86d63-0000-4000-8000-000000000001","notes":"Black Friday","by":"Ada Byron (ada@example.com)","changes":[{"settingKey":"newCheckout","event":"changed","details":"\\r\\nnewCheckout: false ➔ true"},{"settingKey":"discount","event":"changed","details":"\\r\\ndiscount:\\r\\n  Rollout percentage items changed:\\r\\n    + 20% true\\r\\n    + 80% false"},{"settingKey":"oldCheckout","event":"deleted","details":"\\r\\noldCheckout deleted"}]}',
      headers: {
        ...headers,
        "X-ConfigCat-Webhook-Signature-V1":
          "saUxDqIG49pXrE+m8Si3dpICb47T07Q5GxTjwnkRD4w=,v62TLIsu6rZZ5AYA0/WyXkXE3vtwzDLZlEkMX8egR5A=",
      },
      now,
      expected: { type: "changed", name: "changed", id: "b616ca659d154a5fb907dd8475792eeb" },
    },
    {
      name: "the documentation's example, whose body is no JSON",
      source: "https://configcat.com/docs/advanced/notifications-webhooks (checked 2026-11-21)",
      secret: secret,
      body: "examplebody",
      headers: {
        ...headers,
        "X-ConfigCat-Webhook-Signature-V1": "Ks3cYsu9Lslfo+hVxNC3oQWnsF9e5d73TI5t94D9DRA=",
      },
      now,
      expected: "invalid-json",
    },
  ],
  altered: [
    {
      name: "the body in Latin-1, which has no arrow",
      of: "our template",
      body: '{"config":"Main Config","configId":"08d86d63-0000-4000-8000-000000000001","environment":"Production","environmentId":"08d86d63-0000-4000-8000-000000000002","url":"https://app.configcat.com/08d86d63-0000-4000-8000-000000000001","notes":"Black Friday","by":"Ada Byron (ada@example.com)","changes":[{"settingKey":"newCheckout","event":"changed","details":"\\r\\nnewCheckout: false ? true"},{"settingKey":"discount","event":"changed","details":"\\r\\ndiscount:\\r\\n  Rollout percentage items changed:\\r\\n    + 20% true\\r\\n    + 80% false"},{"settingKey":"oldCheckout","event":"deleted","details":"\\r\\noldCheckout deleted"}]}',
    },
    {
      name: "the body in which JSON.stringify would write the arrow otherwise",
      of: "our template",
      body: '{"config":"Main Config","configId":"08d86d63-0000-4000-8000-000000000001","environment":"Production","environmentId":"08d86d63-0000-4000-8000-000000000002","url":"https://app.configcat.com/08d86d63-0000-4000-8000-000000000001","notes":"Black Friday","by":"Ada Byron (ada@example.com)","changes":[{"settingKey":"newCheckout","event":"changed","details":"\\r\\nnewCheckout: false \\u2794 true"},{"settingKey":"discount","event":"changed","details":"\\r\\ndiscount:\\r\\n  Rollout percentage items changed:\\r\\n    + 20% true\\r\\n    + 80% false"},{"settingKey":"oldCheckout","event":"deleted","details":"\\r\\noldCheckout deleted"}]}',
    },
  ],
  isBodyOptional: true,
  unrecognised: [
    { payload: { text: "changed" }, expected: "unknown" },
    { payload: [], expected: "unknown" },
    { payload: null, expected: "unknown" },
    { payload: { changes: null }, expected: "schema-mismatch" },
    { payload: { changes: "[" }, expected: "schema-mismatch" },
    { payload: { changes: "{}" }, expected: "schema-mismatch" },
    { payload: { changes: [{ settingKey: "a" }] }, expected: "schema-mismatch" },
  ],
};
