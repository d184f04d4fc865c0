/** Texts whose personal values stand in for themselves while somebody else reads them. */
export type Masked = {
  texts: string[];
  /** How many different values were replaced. */
  values: number;
  /** A text that was made of these, with the values back in their places. */
  restore(text: string): string;
};

/** Replaces what must not be seen, the same value by the same mark in all of the texts. Throws where that cannot be told. */
export type Mask = (texts: string[]) => Masked;
