import { expectTypeOf, test } from "vitest";
import type { GithubEvent, Repository } from "../src/types.ts";

/**
 * What people write bots for. Nothing in here asks whether a field is there, except where GitHub documents `null`: that it
 * compiles is the test.
 */
declare const event: GithubEvent;
declare function call(...args: readonly (string | number | boolean)[]): void;

function at({ owner, name, full_name, default_branch, html_url, private: isPrivate }: Repository): string {
  call(full_name, default_branch, html_url, isPrivate);
  return `${owner.login}/${name}`;
}

test("a pull-request labeler", () => {
  if (event.type !== "pull_request") return;
  const { action, number, pull_request, repository, sender } = event.payload;
  if (action !== "opened" && action !== "synchronize" && action !== "labeled") return;
  const labels = pull_request.labels.map(({ name, color }) => `${name}#${color}`);
  call(at(repository), number, sender.login, sender.id, ...labels);
  call(pull_request.title, pull_request.html_url, pull_request.head.ref, pull_request.head.sha);
  call(pull_request.base.ref, pull_request.base.repo.full_name, pull_request.base.repo.owner.login);
  if (event.payload.action === "labeled") call(event.payload.label.name, event.payload.label.color);
});

test("release notes", () => {
  if (event.type !== "release" || event.payload.action !== "published") return;
  const { release, repository, sender } = event.payload;
  call(at(repository), release.tag_name, release.html_url, release.name ?? release.tag_name, sender.login);
  call(release.draft, release.prerelease);
});

test("deploy on push", () => {
  if (event.type === "push") {
    const { ref, before, after, commits, compare, created, deleted, forced, pusher, repository } =
      event.payload;
    if (deleted || forced || ref !== `refs/heads/${repository.default_branch}`) return;
    call(at(repository), before, after, compare, created, pusher.name, repository.owner.login);
    for (const { id, message, author, committer, url, timestamp } of commits) {
      call(id, message, author.name, committer.name, url, new Date(timestamp).getTime());
    }
  }
  if (event.type === "create" || event.type === "delete") {
    call(event.payload.ref, event.payload.ref_type, event.payload.sender.login, at(event.payload.repository));
  }
  if (event.type === "deployment_status") {
    const { deployment, deployment_status, repository, sender } = event.payload;
    call(deployment.id, deployment.environment, deployment_status.state, at(repository), sender.login);
  }
});

test("issue triage", () => {
  if (event.type === "issues") {
    const { issue, repository, sender } = event.payload;
    call(at(repository), issue.number, issue.title, issue.html_url, sender.login);
    for (const label of issue.labels ?? []) call(label.name, label.color);
    if (event.payload.action === "labeled") call(event.payload.label.name);
    // A deleted label is gone by the time it is taken from its issues.
    if (event.payload.action === "unlabeled") expectTypeOf(event.payload.label).toBeNullable();
    // The account may be deleted: a ghost.
    expectTypeOf(issue.user).toBeNullable();
  }
  if (event.type === "issue_comment") {
    const { comment, issue, repository, sender } = event.payload;
    call(comment.id, comment.body, comment.html_url, issue.number, at(repository), sender.login);
  }
});

test("CI on check runs and workflow runs", () => {
  if (event.type === "check_run") {
    const { check_run, repository, sender } = event.payload;
    call(check_run.id, check_run.name, check_run.status, check_run.head_sha, check_run.html_url);
    call(check_run.check_suite.id, at(repository), sender.login);
    for (const { number, head, base } of check_run.pull_requests) call(number, head.sha, head.ref, base.ref);
    if (check_run.conclusion === "failure") call("failed");
  }
  if (event.type === "check_suite") call(event.payload.check_suite.id, event.payload.check_suite.head_sha);
  if (event.type === "workflow_run") {
    const { workflow_run, repository } = event.payload;
    call(workflow_run.id, workflow_run.html_url, workflow_run.head_sha, at(repository));
  }
  if (event.type === "status") call(event.payload.sha, event.payload.state, event.payload.context);
});

test("a star counter", () => {
  if (event.type !== "star") return;
  const { action, repository, sender } = event.payload;
  call(action, repository.stargazers_count, sender.login, at(repository));
});

test("a member audit", () => {
  if (event.type === "member") {
    const { action, member, repository, sender } = event.payload;
    expectTypeOf(member).toBeNullable(); // documented so
    if (member !== null) call(action, member.login, member.id, at(repository), sender.login);
  }
  if (event.type === "organization") {
    const { action, organization, sender } = event.payload;
    call(action, organization.login, organization.id, sender.login);
  }
  if (event.type === "repository")
    call(event.payload.action, at(event.payload.repository), event.payload.sender.login);
});

test("the setup of an installation", () => {
  if (event.type === "installation") {
    const { action, installation, repositories, sender } = event.payload;
    call(
      action,
      installation.id,
      installation.app_id,
      installation.target_type,
      installation.html_url,
      sender.login,
    );
    call(installation.repository_selection, ...installation.events);
    expectTypeOf(installation.account).not.toBeNullable(); // an enterprise has a slug for a login
    for (const { id, name, full_name, private: isPrivate } of repositories ?? [])
      call(id, name, full_name, isPrivate);
  }
  if (event.type === "installation_repositories")
    call(event.payload.installation.id, event.payload.sender.login);
});
