/** Next calls this once when the server starts, and not during `next build`. */
export async function register(): Promise<void> {
  // Around the import, and not a return before it: webpack compiles this file for the edge runtime, too.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { inbox } = await import("./inbox");
    await inbox.start();
  }
}
