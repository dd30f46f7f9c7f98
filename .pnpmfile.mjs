// What is published has no source condition: packages hold no src folder for it to name, and nobody's tools should look there.
// This hook runs in `pnpm pack` and in `pnpm publish`, which `changeset publish` calls. `publishConfig.exports` would need
// every entry to be written twice, and has no counterpart for `imports`.

const CONDITION = "@flaghook/source";

export const hooks = {
  beforePacking: (manifest) => ({
    ...manifest,
    ...(manifest.exports && { exports: withoutCondition(manifest.exports) }),
    ...(manifest.imports && { imports: withoutCondition(manifest.imports) }),
    ...(manifest.exports && { typesVersions: { "*": typesBySubpath(manifest.exports) } }),
  }),
};

// `moduleResolution: node10`, which TypeScript has up to 6, knows no exports. It reads where a subpath's types are from here,
// and Node's own resolution finds the code.
function typesBySubpath(exports) {
  const subpaths = Object.entries(exports).filter(
    ([subpath, { require }]) => subpath !== "." && require !== undefined,
  );
  return Object.fromEntries(subpaths.map(([subpath, { require }]) => [subpath.slice(2), [require.types]]));
}

function withoutCondition(target) {
  if (typeof target !== "object" || target === null || Array.isArray(target)) return target;
  const others = Object.entries(target).filter(([condition]) => condition !== CONDITION);
  return Object.fromEntries(others.map(([condition, nested]) => [condition, withoutCondition(nested)]));
}
