/** What policy looks at before a call. */
export type EffectOn = {
  effect: "read" | "write" | "send" | "spend" | "delete";
  /** How many things it touches: recipients, rows, items of a list. */
  count: number;
  approval: "required" | "auto" | undefined;
  autonomy: "suggest" | "ask_on_risk" | "run";
};
