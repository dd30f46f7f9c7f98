import { expect, test } from "vitest";
import { approvalSchema, changeSchema } from "../src/schemas.ts";

test.each([
  { what: "entries", data: Array.from({ length: 200_000 }, () => 1) },
  { what: "properties", data: [{ changes: Array.from({ length: 200_000 }, () => 1) }] },
])("200 000 faulty $what have 32 issues", ({ data }) => {
  const changes = changeSchema.safeParse({ project_id: 1, event: "project.flag_created", data });
  expect(changes.error!.issues).toHaveLength(32);
  const approvals = approvalSchema.safeParse({ project_id: 1, event: "project.approval_created", data });
  expect(approvals.error!.issues).toHaveLength(32);
});
