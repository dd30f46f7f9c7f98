import { createHmac } from "node:crypto";
import type { SignatureScheme } from "../../src/signature.ts";
import { configcat, slack, standardWebhooks, statsig, stripe, workos } from "./schemes.ts";

/** A genuine delivery of a scheme. */
export interface Sample {
  readonly name: string;
  readonly scheme: SignatureScheme;
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The signed time. */
  readonly time: number;
}

/** HMAC-SHA256 by node:crypto, not by the code under test. */
export const hex = (secret: string, text: string): string =>
  createHmac("sha256", secret).update(text).digest("hex");

/** Every sample but the last three is published by its sender: the source stands beside it. */
export const samples: readonly Sample[] = [
  {
    // The pair that all reference libraries test with.
    name: "Standard Webhooks",
    scheme: standardWebhooks,
    secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    body: '{"test": 2432232314}',
    time: 1_614_265_330_000,
  },
  {
    // Slack's documentation, "Verifying requests from Slack".
    name: "Slack",
    scheme: slack,
    secret: "8f742231b10e8888abcd99yyyzzz85a5",
    headers: {
      "x-slack-request-timestamp": "1531420618",
      "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    },
    body: "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
    time: 1_531_420_618_000,
  },
  {
    // ConfigCat's documentation, "Verifying webhook requests".
    name: "ConfigCat",
    scheme: configcat,
    secret: "configcat_whsk_VN3juirnVh5pNvCKd81RYRYchxUX4j3NykbZG2fAy88=",
    headers: {
      "x-configcat-webhook-id": "b616ca659d154a5fb907dd8475792eeb",
      "x-configcat-webhook-timestamp": "1669629035",
      "x-configcat-webhook-signature-v1": "Ks3cYsu9Lslfo+hVxNC3oQWnsF9e5d73TI5t94D9DRA=",
    },
    body: "examplebody",
    time: 1_669_629_035_000,
  },
  {
    // Derived with node:crypto: the sender publishes none.
    name: "Stripe-like",
    scheme: stripe,
    secret: "whsec_test_secret",
    headers: {
      "stripe-signature": `t=1767225600,v1=${hex("whsec_test_secret", '1767225600.{"id":"evt_1"}')}`,
    },
    body: '{"id":"evt_1"}',
    time: 1_767_225_600_000,
  },
  {
    // Derived with node:crypto, checked with WebCrypto and Python.
    name: "Statsig",
    scheme: statsig,
    secret: "statsig-test-secret",
    headers: {
      "x-statsig-request-timestamp": "1767225600000",
      "x-statsig-signature": "v0=58293b6eb7421c368627cbf2eb309b45017e5452f628611487d8eb10a967ce2f",
    },
    body: '{"data":[{"eventName":"statsig::config_change"}]}',
    time: 1_767_225_600_000,
  },
  {
    // Derived with Python's hmac: the sender publishes none.
    name: "WorkOS",
    scheme: workos,
    secret: "workos-test-secret",
    headers: {
      "workos-signature":
        "t=1767225600000, v1=31df5ade74bc7617180f83701bcc413cae4e554385d9f51dfd9835acb50a3d19",
    },
    body: '{"id":"event_01","event":"flag.created"}',
    time: 1_767_225_600_000,
  },
];
