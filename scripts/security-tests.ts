import { readFileSync } from "node:fs";
import path from "node:path";

const page = path.join(import.meta.dirname, "../docs/security.md");

export type Promised = { name: string; files: string[] };

/** The promises of docs/security.md, each with the tests that show it. */
export const promised = (): Promised[] =>
  readFileSync(page, "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, words = "", shown = ""] = line.split("|");
      const [name] = /^ [A-Z]\d /.exec(words) ?? [];
      return name === undefined ? [] : [{ name: name.trim(), files: [...shown.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file) }];
    });
