// Made by hand after the documented fields: no public delivery of these is free of personal data.

/** A change-history event, in the key order of a real one. */
export const rulesetUpdated: Record<string, unknown> = {
  project_id: 11387641093,
  timestamp: 1700000000,
  event: "project.ruleset_updated",
  data: [
    {
      id: 4911327,
      project_id: 11387641093,
      created: "2023-11-14T22:13:20.123456Z",
      summary: "Updated the ruleset of a flag",
      source: "ui",
      change_type: "update",
      entity: {
        id: 95218,
        name: "checkout",
        type: "ruleset",
        sub_type: "flag",
        api_url:
          "https://api.optimizely.com/flags/v1/projects/1/flags/checkout/environments/production/ruleset",
        ui_url: "https://app.optimizely.com/v2/projects/1/flags/manage/checkout/rules/production",
        is_deleted: false,
      },
      changes: [{ property: "enabled", description: "Turned on", before: false, after: true }],
      user: {
        id: "u1",
        email: "someone@example.com",
        display_name: "Someone",
        first_name: null,
        last_name: null,
      },
    },
  ],
};

/** An approval event. */
export const approval: Record<string, unknown> = {
  project_id: 11387641093,
  timestamp: 1700000000,
  event: "project.approval_created",
  data: [
    {
      change_type: "create",
      environment: "production",
      summary: "Asks for approval",
      entity: { type: "flag", id: 95218, name: "checkout" },
      user: { email: "someone@example.com", display_name: "Someone" },
      changes: [{ property: "enabled", before: false, after: true }],
    },
  ],
};
