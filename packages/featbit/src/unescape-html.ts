const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

/**
 * A text without the escapes that a template writes for HTML: for people to read, never for keys.
 * Each escape once, so that no text comes out that was not in FeatBit.
 */
export function unescapeHtml(text: string): string {
  return text.replace(
    /&(?:(amp|lt|gt|quot)|#(\d{1,7})|#[xX]([\da-fA-F]{1,6}));/g,
    (whole: string, name?: string, decimal?: string, hex?: string) => {
      if (name !== undefined) return NAMED[name]!;
      const codePoint = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
      return codePoint <= 0x10_ff_ff ? String.fromCodePoint(codePoint) : whole;
    },
  );
}
