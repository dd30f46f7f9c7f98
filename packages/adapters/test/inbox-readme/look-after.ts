// Calls lookAfter of the inbox's README, given as a module.
const [module = ""] = process.argv.slice(2);
const { lookAfter } = (await import(module)) as { lookAfter: () => Promise<void> };
await lookAfter();
process.exit();
