/** A commit to a project. */
export const hypertuneSample: unknown = {
  id: "8d1c8f3a-5f0e-4c6f-9d8f-0b6f2a3c4d5e",
  type: "NEW_COMMIT",
  createdAt: "2026-11-29T06:00:00.000Z",
  project: { id: "4242", name: "Shop" },
  commit: { id: "117", message: "Turn the new checkout on" },
  user: { id: "7", displayName: "Ada", email: "ada@example.com" },
};
