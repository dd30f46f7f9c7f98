import type { ScriptedDelivery } from "./script.ts";

const PEOPLE = { ana: 5012, bo: 5013, chi: 5014, "shop-deploys": 5015 } as const;
type Person = keyof typeof PEOPLE;

const OWNER = { login: "acme", id: 4001 };

const repository = {
  id: 900_100,
  name: "shop",
  full_name: "acme/shop",
  private: true,
  owner: OWNER,
  html_url: "https://github.com/acme/shop",
  description: null,
  fork: false,
  url: "https://api.github.com/repos/acme/shop",
  default_branch: "main",
  size: 5120,
  stargazers_count: 3,
  watchers_count: 3,
  forks_count: 0,
  open_issues_count: 4,
  has_issues: true,
  has_downloads: true,
  has_wiki: false,
  has_pages: false,
};

/** A push of commits to a branch. */
export function push(
  minutesAgo: number,
  person: Person,
  messages: readonly string[],
  branch = "main",
): ScriptedDelivery {
  return {
    minutesAgo,
    provider: "github",
    name: "push",
    payload(at) {
      const commits = messages.map((message, index) => ({
        id: hexOf(`${person} ${message}`),
        tree_id: hexOf(`tree ${message}`),
        distinct: true,
        message,
        timestamp: new Date(at.getTime() - (messages.length - index) * 90_000).toISOString(),
        url: `https://github.com/acme/shop/commit/${hexOf(`${person} ${message}`)}`,
        author: { name: person, email: `${person}@acme.example`, username: person },
        committer: { name: person, email: `${person}@acme.example`, username: person },
        added: [],
        removed: [],
        modified: ["src/checkout.ts"],
      }));
      return {
        ref: `refs/heads/${branch}`,
        before: hexOf(`before ${messages[0]}`),
        after: commits.at(-1)!.id,
        created: false,
        deleted: false,
        forced: false,
        base_ref: null,
        compare: "https://github.com/acme/shop/compare/main",
        commits,
        head_commit: commits.at(-1),
        repository,
        pusher: { name: person, email: `${person}@acme.example` },
        sender: userOf(person),
      };
    },
  };
}

/** A deployment that ended. */
export function deployment(
  minutesAgo: number,
  environment: string,
  state: "success" | "failure",
): ScriptedDelivery {
  return {
    minutesAgo,
    provider: "github",
    name: "deployment_status",
    payload: (at) => ({
      action: "created",
      deployment_status: {
        id: 70_000 + minutesAgo,
        state,
        creator: userOf("shop-deploys"),
        description: "",
        environment,
        target_url: "",
        created_at: at.toISOString(),
        updated_at: at.toISOString(),
        url: "https://api.github.com/repos/acme/shop/deployments/1/statuses/1",
        deployment_url: "https://api.github.com/repos/acme/shop/deployments/1",
        repository_url: "https://api.github.com/repos/acme/shop",
      },
      deployment: {
        id: 60_000 + minutesAgo,
        url: "https://api.github.com/repos/acme/shop/deployments/1",
        sha: hexOf(`deployed ${minutesAgo}`),
        ref: "main",
        task: "deploy",
        payload: {},
        original_environment: environment,
        environment,
        description: null,
        creator: userOf("shop-deploys"),
        created_at: at.toISOString(),
        updated_at: at.toISOString(),
        statuses_url: "https://api.github.com/repos/acme/shop/deployments/1/statuses",
        repository_url: "https://api.github.com/repos/acme/shop",
      },
      repository,
      sender: userOf("shop-deploys"),
    }),
  };
}

/** An incident, opened or closed. */
export function incident(
  minutesAgo: number,
  person: Person,
  action: "opened" | "closed",
  title: string,
): ScriptedDelivery {
  return {
    minutesAgo,
    provider: "github",
    name: "issues",
    payload: (at) => ({
      action,
      issue: {
        id: 51_001,
        number: 214,
        url: "https://api.github.com/repos/acme/shop/issues/214",
        html_url: "https://github.com/acme/shop/issues/214",
        repository_url: "https://api.github.com/repos/acme/shop",
        labels_url: "https://api.github.com/repos/acme/shop/issues/214/labels{/name}",
        comments_url: "https://api.github.com/repos/acme/shop/issues/214/comments",
        events_url: "https://api.github.com/repos/acme/shop/issues/214/events",
        node_id: "I_214",
        title,
        user: userOf("bo"),
        labels: [
          {
            id: 31,
            node_id: "LA_31",
            url: "https://api.github.com/repos/acme/shop/labels/incident",
            name: "incident",
            color: "d73a4a",
            default: false,
            description: null,
          },
        ],
        state: action === "opened" ? "open" : "closed",
        locked: false,
        assignee: null,
        assignees: [],
        milestone: null,
        comments: 0,
        created_at: at.toISOString(),
        updated_at: at.toISOString(),
        closed_at: action === "closed" ? at.toISOString() : null,
        author_association: "MEMBER",
        active_lock_reason: null,
        body: "Payments are refused at the last step.",
        reactions: undefined,
      },
      repository,
      sender: userOf(person),
    }),
  };
}

function userOf(person: Person) {
  return { login: person, id: PEOPLE[person], type: "User", site_admin: false };
}

/** Forty hex digits that are always the same for a text: a commit's id needs no more here. */
function hexOf(text: string): string {
  let hash = 2_166_136_261;
  let digits = "";
  for (let round = 0; digits.length < 40; round++) {
    for (const letter of `${round}${text}`) hash = Math.imul(hash ^ letter.codePointAt(0)!, 16_777_619) >>> 0;
    digits += hash.toString(16).padStart(8, "0");
  }
  return digits;
}
