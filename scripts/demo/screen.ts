import type { Checklist } from "./checklist.ts";
import { linesOf } from "./checklist.ts";

type Out = NodeJS.WriteStream;

/** Text that stays, and below it a block that is drawn over itself. */
export function screenOn(out: Out) {
  let drawn = 0;
  const up = () => (drawn > 0 ? `\x1b[${drawn}A\x1b[0J` : "");
  return {
    isLive: out.isTTY === true,
    say: (text: string) => {
      out.write(`${up()}${text}\n`);
      drawn = 0;
    },
    draw: (list: Checklist) => {
      const lines = linesOf(list, (out.columns ?? 100) - 1);
      out.write(`${up()}${lines.map((line) => `${line}\n`).join("")}`);
      drawn = lines.length;
    },
    /** What is drawn now stays where it is. */
    settle: () => {
      drawn = 0;
    },
  };
}
export type Screen = ReturnType<typeof screenOn>;
