import { providerContract } from "@flaghook/testing";
import { expect, test } from "vitest";
import { goff } from "../src/index.ts";
import { vectors } from "./vectors.ts";

providerContract(goff, vectors, { test, expect });
