import { once } from "node:events";
import { connect, type Socket } from "node:net";

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One TCP connection on which a test says exactly which bytes go out, and when. */
export class Connection {
  readonly socket: Socket;
  #received = "";
  #isClosed = false;
  #wake = () => {};

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => {
      this.#received += chunk.toString("latin1");
      this.#wake();
    });
    socket.on("error", () => {}); // a reset is a way to close
    socket.on("close", () => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  static async open(origin: string): Promise<Connection> {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    return new Connection(socket);
  }

  /** Writes and waits until the system has taken it. False when the server has closed. */
  write(bytes: string | Uint8Array): Promise<boolean> {
    return new Promise((resolve) => {
      this.socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes, (error) => {
        resolve(!error);
      });
    });
  }

  /** A request line and headers; a list is one line per value. */
  head(
    method: string,
    path: string,
    headers: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<boolean> {
    const lines = Object.entries(headers).flatMap(([name, value]) =>
      (typeof value === "string" ? [value] : value).map((one) => `${name}: ${one}\r\n`),
    );
    return this.write(`${method} ${path} HTTP/1.1\r\nhost: localhost\r\n${lines.join("")}\r\n`);
  }

  get hasResponse(): boolean {
    return parse(this.#received) !== undefined;
  }

  /** The next response. Rejects when the server closes without one. */
  async response(to?: "HEAD"): Promise<HttpResponse> {
    for (;;) {
      const parsed = parse(this.#received, to === "HEAD");
      if (parsed !== undefined) {
        this.#received = this.#received.slice(parsed.byteLength);
        return parsed.response;
      }
      if (this.#isClosed) throw new Error(`closed after ${JSON.stringify(this.#received)}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  close(): void {
    this.socket.destroy();
  }
}

function parse(text: string, isHead = false): { response: HttpResponse; byteLength: number } | undefined {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const [statusLine, ...lines] = text.slice(0, headEnd).split("\r\n");
  const status = Number(statusLine!.split(" ")[1]);
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(":")).toLowerCase(),
      line.slice(line.indexOf(":") + 1).trim(),
    ]),
  );
  const start = headEnd + 4;
  if (isHead) return { response: { status, headers, body: "" }, byteLength: start };
  if (headers["transfer-encoding"] === "chunked") {
    const end = text.indexOf("0\r\n\r\n", start);
    if (end < 0) return undefined;
    const body = text.slice(start, end).replace(/^[0-9a-f]+\r\n|\r\n$/g, "");
    return { response: { status, headers, body }, byteLength: end + 5 };
  }
  const length = status === 100 || status === 204 ? 0 : Number(headers["content-length"] ?? 0);
  if (text.length < start + length) return undefined;
  return {
    response: { status, headers, body: text.slice(start, start + length) },
    byteLength: start + length,
  };
}
