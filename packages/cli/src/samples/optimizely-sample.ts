const PROJECT = 5932131234;
const TIMESTAMP = 1795932000;

/** A payload of any of Optimizely's events. */
export function optimizelySample(name: string): unknown {
  const envelope = { project_id: PROJECT, timestamp: TIMESTAMP, event: name };
  if (name === "project.datafile_updated") {
    const path = "datafiles/AbCdEf.json";
    return {
      ...envelope,
      data: {
        revision: 42,
        origin_url: `https://optimizely.s3.amazonaws.com/${path}`,
        cdn_url: `https://cdn.optimizely.com/${path}`,
        environment: "Production",
      },
    };
  }
  if (name === "project.snippet_updated") {
    const path = `js/${PROJECT}.js`;
    return {
      ...envelope,
      data: {
        revision: 42,
        origin_url: `https://optimizely.s3.amazonaws.com/${path}`,
        cdn_url: `https://cdn.optimizely.com/${path}`,
      },
    };
  }
  return { ...envelope, data: [changeOf(name)] };
}

/** `project.flag_updated`: one entry of the change history. */
function changeOf(name: string): object {
  const [, type = "flag", action = "updated"] = /^project\.(.+)_(\w+)$/.exec(name) ?? [];
  return {
    id: 1001,
    project_id: PROJECT,
    created: "2026-11-29T06:00:00.000000Z",
    summary: `Checkout was ${action}`,
    source: "ui",
    change_type: action.replace(/d$/, ""),
    entity: { id: 2002, name: "checkout", type, is_deleted: action === "deleted" },
    changes: [{ property: "name", description: "Renamed", before: "old checkout", after: "checkout" }],
    user: { id: "7", email: "ada@example.com", display_name: "Ada" },
    environment: "production",
  };
}
