import { providerContract } from "@flaghook/testing";
import { expect, test } from "vitest";
import { otherRealm } from "../../../tools/test-support/other-realm.ts";
import { statsig, statsigPrecommit } from "../src/index.ts";
import { precommitVectors, vectors } from "./vectors.ts";

providerContract(statsig, { ...vectors, otherRealm }, { test, expect });
providerContract(statsigPrecommit, { ...precommitVectors, otherRealm }, { test, expect });
