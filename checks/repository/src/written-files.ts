import { repositoryFiles } from "./tree.ts";

/** The words of others, what repeats them, and what tells users of names that are gone. */
const NOT_OURS =
  /\/(?:generated|fixtures|input|samples|data|go\.sum)(?:\/|$)|\/go\.(?:mod|sum)$|pnpm-lock\.yaml$|(?:^|\/)(?:CHANGELOG|LICENSE|NOTICE)|^\.changeset\//;

/** The page that says which words are not used. */
export const GLOSSARY = "docs/glossary.md";

/** Every file of the repository that we write: code, documents, manifests and configuration. */
export function writtenFiles(): readonly string[] {
  return repositoryFiles()
    .filter((file) => /\.(?:ts|mjs|md|go|ya?ml)$|(?:^|\/)package\.json$|^\.ci\//.test(file))
    .filter((file) => !NOT_OURS.test(file) && file !== GLOSSARY)
    .toSorted();
}
