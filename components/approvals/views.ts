export const views = ["role", "mine", "all"] as const;
export type View = (typeof views)[number];
