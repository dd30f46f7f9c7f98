import { bodyBase64 } from "./body/body-base64.ts";
import { bodyBom } from "./body/body-bom.ts";
import { bodyChanged } from "./body/body-changed.ts";
import { bodyCharset } from "./body/body-charset.ts";
import { bodyCrlf } from "./body/body-crlf.ts";
import { bodyEmpty } from "./body/body-empty.ts";
import { bodyForm } from "./body/body-form.ts";
import { bodyGzip } from "./body/body-gzip.ts";
import { bodyLength } from "./body/body-length.ts";
import { bodyLimit } from "./body/body-limit.ts";
import { bodyNewline } from "./body/body-newline.ts";
import { bodyParsed } from "./body/body-parsed.ts";
import { bodyRelayed } from "./body/body-relayed.ts";
import { bodyReprinted } from "./body/body-reprinted.ts";
import { bodyStringified } from "./body/body-stringified.ts";
import { signedNothing } from "./body/signed-nothing.ts";
import type { Damage } from "./model/damage.ts";
import { eventNotJson } from "./event/event-not-json.ts";
import { eventSchema } from "./event/event-schema.ts";
import { algorithm } from "./header/algorithm.ts";
import { headerAbsent } from "./header/header-absent.ts";
import { headerCase } from "./header/header-case.ts";
import { headerEncoding } from "./header/header-encoding.ts";
import { headerForm } from "./header/header-form.ts";
import { headerName } from "./header/header-name.ts";
import { headerPrefix } from "./header/header-prefix.ts";
import { headerSpace } from "./header/header-space.ts";
import { headerTwice } from "./header/header-twice.ts";
import { handshake } from "./event/handshake.ts";
import { otherScheme } from "./header/other-scheme.ts";
import { otherProvider } from "./event/other-provider.ts";
import { secretEncoding } from "./secret/secret-encoding.ts";
import { secretLineBreak } from "./secret/secret-line-break.ts";
import { secretPlaceholder } from "./secret/secret-placeholder.ts";
import { secretPrivate } from "./secret/secret-private.ts";
import { secretQuotes } from "./secret/secret-quotes.ts";
import { secretSpace } from "./secret/secret-space.ts";
import { secretSwapped } from "./secret/secret-swapped.ts";
import { secretWrong } from "./secret/secret-wrong.ts";
import { timestampOld } from "./time/timestamp-old.ts";
import { timestampUnit } from "./time/timestamp-unit.ts";
import { tokenAbsent } from "./token/token-absent.ts";
import { tokenHeader } from "./token/token-header.ts";
import { tokenPrefix } from "./token/token-prefix.ts";
import { tokenWrong } from "./token/token-wrong.ts";

/**
 * Every kind of damage, in the order in which it is looked for. A large body leaves few trials:
 * what shows comes before what could be, and what has few ways to undo it before what has many.
 */
export const DAMAGES: readonly Damage[] = [
  bodyParsed,
  bodyLimit,
  handshake,
  bodyEmpty,
  otherProvider,
  secretSwapped,
  headerTwice,
  headerSpace,
  headerPrefix,
  headerCase,
  headerEncoding,
  headerName,
  algorithm,
  otherScheme,
  headerAbsent,
  headerForm,
  timestampUnit,
  timestampOld,
  secretLineBreak,
  secretSpace,
  secretQuotes,
  bodyBase64,
  bodyGzip,
  bodyStringified,
  bodyLength,
  bodyNewline,
  bodyBom,
  bodyCrlf,
  bodyCharset,
  bodyForm,
  bodyRelayed,
  bodyReprinted,
  secretEncoding,
  signedNothing,
  secretPrivate,
  secretPlaceholder,
  eventNotJson,
  eventSchema,
  secretWrong,
  bodyChanged,
];

/** Those of a provider that sends the secret itself: nothing was computed from the body. */
export const TOKEN_DAMAGES: readonly Damage[] = [
  bodyParsed,
  bodyLimit,
  handshake,
  otherProvider,
  secretSwapped,
  headerTwice,
  headerSpace,
  tokenPrefix,
  tokenHeader,
  otherScheme,
  tokenAbsent,
  secretLineBreak,
  secretSpace,
  secretQuotes,
  secretPlaceholder,
  eventNotJson,
  eventSchema,
  tokenWrong,
];
