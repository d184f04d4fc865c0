/** An address may say a thing twice; the first time counts. */
export const firstOf = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? (value[0] ?? "") : (value ?? "")).slice(0, 200);
