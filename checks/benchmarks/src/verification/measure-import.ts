// A process of its own: how long one import takes in it, in milliseconds.
const [path] = process.argv.slice(2) as [string];

const start = performance.now();
await import(path);
process.stdout.write(JSON.stringify(performance.now() - start));
