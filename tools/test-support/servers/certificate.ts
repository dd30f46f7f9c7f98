import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "./process.ts";

/** A server's certificate, signed by an authority that nobody knows. */
export interface Certificate {
  /** The authority, as the option `ca` of `node:tls` takes it. */
  readonly ca: string;
  /** The authority in a file. */
  readonly caFile: string;
  /** The server's, and behind it the authority's. */
  readonly certFile: string;
  readonly keyFile: string;
  /** Removes the files. */
  remove(): Promise<void>;
}

const configOf = (name: string): string => `
[req]
distinguished_name = subject
[subject]
[authority]
basicConstraints = critical, CA:true
[server]
basicConstraints = critical, CA:false
subjectAltName = DNS:${name}
`;

/** @param name The host's name in the certificate. */
export async function issueCertificate(name: string): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), "flaghook-tls-"));
  const [caFile, caKey] = [join(folder, "ca.pem"), join(folder, "ca.key")];
  const [certFile, keyFile] = [join(folder, "server.pem"), join(folder, "server.key")];
  const config = join(folder, "openssl.cnf");
  await writeFile(config, configOf(name));
  function issue(subject: string, section: string, out: string, key: string, ...by: string[]): void {
    const asked = `req -x509 -extensions ${section} -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2`;
    const named = ["-config", config, "-subj", `/CN=${subject}`, "-out", out, "-keyout", key];
    runProgram("openssl", [...asked.split(" "), ...named, ...by]);
  }

  issue("flaghook tests", "authority", caFile, caKey);
  issue(name, "server", certFile, keyFile, "-CA", caFile, "-CAkey", caKey);
  const ca = await readFile(caFile, "utf8");
  await writeFile(certFile, ca, { flag: "a" });
  return { ca, caFile, certFile, keyFile, remove: () => rm(folder, { recursive: true }) };
}
