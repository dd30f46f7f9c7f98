/**
 * The forms that RFC 8032 gives to keys and signatures, and no others. Libraries differ in what
 * they let pass beside it, so that none of them decides.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8032#section-5.1 (checked 2026-11-29)
 */

/** The prime of the field: coordinates are below it. */
const FIELD = 2n ** 255n - 19n;

/** The order of the group: scalars are below it. */
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** The curve's constant d is -NUMERATOR / DENOMINATOR. */
const NUMERATOR = 121665n;
const DENOMINATOR = 121666n;

/** Why these 32 bytes are no public key; `undefined` when they are one. */
export function faultOfPublicKey(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 32) return `has ${bytes.length} bytes, where a public key has 32`;
  const y = toNumber(bytes) % 2n ** 255n; // without the sign of x
  if (y >= FIELD) return "is written in another form than RFC 8032 has";
  if (isOfSmallOrder(y)) return "is one under which anybody can sign";
  return isOnCurve(y) ? undefined : "is no point of the curve: it was cut off or changed";
}

/**
 * Whether the two halves of a signature are written in the one form that they have: else several
 * texts would be the same signature. No signer makes a first half of small order.
 */
export function isCanonical(signature: Uint8Array): boolean {
  const y = toNumber(signature.subarray(0, 32)) % 2n ** 255n;
  return y < FIELD && !isOfSmallOrder(y) && toNumber(signature.subarray(32)) < ORDER;
}

/** A number below the order, of a hash. */
export function toScalar(bytes: Uint8Array): bigint {
  return toNumber(bytes) % ORDER;
}

/** A number of bytes with the lowest first. */
export function toNumber(bytes: Uint8Array): bigint {
  let number = 0n;
  for (let index = bytes.length - 1; index >= 0; index--) number = (number << 8n) | BigInt(bytes[index]!);
  return number;
}

/**
 * Whether y is that of one of the eight points whose order is at most 8. Under such a key one
 * signature fits many texts, without a private key.
 *
 * Orders 1, 2 and 4 have y = 1, -1 and 0. Twice a point of order 8 has y = 0: so y² + x² = 0, and
 * by the curve's equation dy⁴ + 2y² - 1 = 0.
 */
function isOfSmallOrder(y: bigint): boolean {
  const square = (y * y) % FIELD;
  const ofOrder8 = (NUMERATOR * square - 2n * DENOMINATOR) * square + DENOMINATOR;
  return square === 0n || square === 1n || ofOrder8 % FIELD === 0n;
}

/** Whether x² = (y² - 1) / (dy² + 1) has a root, by Euler's criterion. */
function isOnCurve(y: bigint): boolean {
  const square = (y * y) % FIELD;
  // u/v has a root if uv has one. Here d's denominator, squared, is a factor of it.
  const fraction = ((square - 1n) * (DENOMINATOR - NUMERATOR * square) * DENOMINATOR) % FIELD;
  return power(fraction, (FIELD - 1n) / 2n) === 1n; // the exponent is even: no sign is left
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % FIELD;
    factor = (factor * factor) % FIELD;
  }
  return result;
}
