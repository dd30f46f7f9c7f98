/**
 * How far a receiver got with a delivery: reading it, finding its secret, verifying it, calling
 * `onVerified`, finding its scope, handing it to the inbox, running handlers, or calling `respond`
 * and writing the response.
 */
export type Stage = "receive" | "secret" | "verify" | "notify" | "scope" | "inbox" | "handle" | "respond";
