/** Codes of TLS for a server that does not speak it. */
const NO_TLS = new Set(["EPROTO", "ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_PACKET_LENGTH_TOO_LONG"]);

/** Codes of a certificate that nobody we trust has signed, or that is another host's or too old. */
const CERTIFICATE = /CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ALTNAME/;

/**
 * Why nothing came back from a server, and what to look at. `undefined` for an error that is not
 * about the connection.
 */
export function networkReason(error: unknown, host: string): string | undefined {
  const { code = "", cause } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === "ECONNREFUSED") return `nothing listens at ${host}. Is it started, and is the port right?`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `${host} cannot be found. Is the name right?`;
  if (code === "ECONNRESET" || code === "EPIPE" || code === "UND_ERR_SOCKET") {
    return `${host} closed the connection without a response. Its log may say why`;
  }
  if (["EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT"].includes(code)) {
    return `${host} cannot be reached (${code}). Does a firewall or a VPN stand between?`;
  }
  if (NO_TLS.has(code)) return `${host} speaks no TLS. Is the address http:// and not https://?`;
  if (code.startsWith("HPE_")) return `${host} speaks no HTTP (${code}). Is the address https://?`;
  if (CERTIFICATE.test(code)) {
    return `the certificate of ${host} is not trusted (${code}). Name your authority's file in NODE_EXTRA_CA_CERTS`;
  }
  return cause === undefined ? undefined : networkReason(cause, host);
}
