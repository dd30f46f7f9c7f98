import { UsageError } from "../io/usage-error.ts";

/** An option as it was given: its long name, and its value if it takes one. */
export interface CurlOption {
  readonly name: string;
  readonly value: string;
}

/** Short options with a value, by their long names. */
const SHORT_WITH_VALUE: Readonly<Record<string, string>> = {
  A: "user-agent", b: "cookie", c: "cookie-jar", C: "continue-at", d: "data", D: "dump-header", e: "referer",
  E: "cert", F: "form", H: "header", K: "config", m: "max-time", o: "output", P: "ftp-port", Q: "quote",
  r: "range", t: "telnet-option", T: "upload-file", u: "user", U: "proxy-user", w: "write-out", x: "proxy",
  X: "request", y: "speed-time", Y: "speed-limit", z: "time-cond",
}; // prettier-ignore

/** Short options without a value that change what is sent. All other letters are let pass. */
const SHORT_FLAGS: Readonly<Record<string, string>> = { G: "get", I: "head" };

const LONG_WITH_VALUE = new Set([
  ...Object.values(SHORT_WITH_VALUE),
  ..."data-ascii data-binary data-raw data-urlencode json url url-query form-string oauth2-bearer".split(" "),
  ..."connect-timeout expect100-timeout retry retry-delay retry-max-time limit-rate max-redirs".split(" "),
  ..."cacert capath key key-type cert-type pass ciphers tls-max tls13-ciphers resolve connect-to".split(" "),
  ..."interface unix-socket dns-servers proxy-header noproxy trace trace-ascii stderr variable".split(" "),
  ..."keepalive-time max-filesize output-dir rate socks5 socks5-hostname aws-sigv4".split(" "),
]);

const LONG_FLAGS = new Set([
  ..."get head compressed insecure silent show-error verbose include location fail fail-with-body".split(" "),
  ..."globoff http1.0 http1.1 http2 http2-prior-knowledge http3 tlsv1 tlsv1.0 tlsv1.1 tlsv1.2".split(" "),
  ..."tlsv1.3 ipv4 ipv6 no-buffer progress-bar no-progress-meter path-as-is raw remote-name".split(" "),
  ..."no-keepalive tcp-nodelay location-trusted post301 post302 post303 parallel basic anyauth".split(" "),
  ..."compressed-ssh ssl ssl-reqd create-dirs styled-output disable retry-all-errors".split(" "),
  ..."retry-connrefused http0.9 junk-session-cookies remote-header-name trace-time".split(" "),
]);

/** Takes curl's words apart into options. A word that is no option is a `url`. */
export function readCurlOptions(words: readonly string[]): readonly CurlOption[] {
  const options: CurlOption[] = [];
  const rest = [...words];
  const next = (name: string): string => {
    const value = rest.shift();
    if (value === undefined) throw new UsageError(`curl's option ${name} has no value`);
    return value;
  };
  while (rest.length > 0) {
    const word = rest.shift()!;
    if (word.startsWith("--") && word.length > 2) {
      const name = word.slice(2);
      if (name === "next")
        throw new UsageError("the line makes several requests (--next): keep the one in question");
      if (LONG_WITH_VALUE.has(name)) options.push({ name, value: next(word) });
      else if (LONG_FLAGS.has(name) || name.startsWith("no-")) options.push({ name, value: "" });
      else throw new UsageError(`curl's option ${word} is not known here: leave it out if it is not needed`);
    } else if (word.startsWith("-") && word.length > 1 && word !== "--") {
      options.push(...readLetters(word.slice(1), next));
    } else if (word !== "--") {
      options.push({ name: "url", value: word });
    }
  }
  return options;
}

/** `-sSXPOST`: letters in one word, the last of which may have its value glued to it. */
function readLetters(letters: string, next: (name: string) => string): readonly CurlOption[] {
  const options: CurlOption[] = [];
  for (let index = 0; index < letters.length; index += 1) {
    const letter = letters[index]!;
    const name = SHORT_WITH_VALUE[letter];
    if (name !== undefined) {
      const glued = letters.slice(index + 1);
      return [...options, { name, value: glued === "" ? next(`-${letter}`) : glued }];
    }
    options.push({ name: SHORT_FLAGS[letter] ?? `-${letter}`, value: "" });
  }
  return options;
}
