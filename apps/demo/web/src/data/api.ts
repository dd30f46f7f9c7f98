/** Asks the radar's API. @throws {Error} with what the API says is wrong */
export async function ask<Body>(path: string, init: RequestInit = {}): Promise<Body> {
  const response = await request(path, init);
  return (await response.json()) as Body;
}

/** Asks for bytes. @throws {Error} with what the API says is wrong */
export async function askBytes(path: string): Promise<Uint8Array> {
  const response = await request(path, {});
  return new Uint8Array(await response.arrayBuffer());
}

/** Asks, and gives a response that is no error. @throws {Error} with what the API says is wrong */
export async function request(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, init).catch(() => {
    throw new Error("The radar cannot be reached. Is it still running?");
  });
  if (response.ok) return response;
  const body = (await response.json().catch(() => ({}))) as { readonly error?: string };
  throw new Error(body.error ?? `The radar responded with status ${response.status}.`);
}
