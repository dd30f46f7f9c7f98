/** What keeps the radar from starting, in words for whoever starts it. No password is in it. */
export class StartError extends Error {
  override readonly name = "StartError";
}
