/** What a message costs beside its text: its role, its marks. */
export const besideText = 64;

/**
 * The most tokens that a text can be for any of the models. Their vocabularies hold every single byte, and a token is one byte
 * at the least, so a text is never more tokens than it has bytes. English prose is about a quarter of that: a bound holds a place
 * for the length of one call, and the provider's own count takes it afterwards.
 */
export function mostTokens(text: string): number {
  return new TextEncoder().encode(text).length + besideText;
}
