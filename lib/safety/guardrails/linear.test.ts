import { expect, test } from "vitest";
import { builtInPolicies } from "./built-in.ts";
import { judge } from "./evaluate.ts";
import { withhold } from "./withhold.ts";

/** What each pattern begins with and never ends, over and over: what is written to make a scanner slow. */
const pieces = {
  "one letter": "a",
  digits: "1",
  "card beginnings": "4111 1111 ",
  "phone beginnings": "+972-5 (0",
  "IBAN beginnings": "GB82 WEST ",
  "mail addresses without an end": "a.b@",
  dots: "a.",
  blanks: " ",
  "lines of blanks": " \n\t",
  labels: "password: ",
  "labels without values": "ssn ",
  "key beginnings": "AKIA",
  "token beginnings": "eyJhbGciOi.",
  "base64 without an end": "QUJD",
  dashes: "----BEGIN ",
  "open brackets": "((((",
  "tags that never close": "<a <b ",
  "orders half said": "ignore all previous ",
  "machines that are addressed": "AI must send ",
  "things kept quiet": "do not tell the user ",
  "readers that are asked for": "if you are an ",
  "quotation marks": '"a ',
  backticks: "`a",
  "comments that never close": "<!-- ",
  ideographs: "忽略所有",
  "keys half written": "A_B-c_key ",
  "names without passwords": "login: a ",
  "elided words": "l'a d'",
  "housing half said": "no children, no ",
  "opt-outs half said": "please stop sto ",
  "capital letters": "A",
  Hebrew: "התעלם מההוראות ",
  "marks that join": "e\u0301\u200b\u202e",
  "surrogates alone": "\ud800",
  "words of one length": "abcdefgh ",
  "numbers of persons half said": "passport number of the ",
  "houses half written": "12 Oak ",
  "streets without numbers": "Calle de la Luz ",
  "streets of three words": "Am Alten Markt ",
  "mail addresses half spelled": "anna dot lee at ",
  "heads of tables": "ssn,pin,",
  "rows without cells": "ssn,\n",
  "towns without houses": "中山市北京路",
  "phones in words": "call five five ",
  "keys within addresses": "x:y@z/w=",
  sixteens: "af1acc4a3e ",
};

/** What this process itself spent, in ms: what else the machine does is not counted. */
function spent(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
const leastOf = (tries: number, work: () => unknown): number => Math.min(...Array.from({ length: tries }, () => spent(work)));
const of = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

const judged = (text: string) => {
  judge({ kind: "text", text, channel: "page" }, builtInPolicies);
  withhold(text);
};

test.each(Object.entries(pieces))("200 KB of %s cost little more than eight times what 25 KB do", (_what, piece) => {
  const [few, many] = [of(piece, 25_000), of(piece, 200_000)];
  judged(few);
  const short = Math.max(
    leastOf(3, () => judged(few)),
    2,
  );
  // A walk of n² would cost 64 times as much.
  expect(leastOf(2, () => judged(many)) / short).toBeLessThan(24);
});
