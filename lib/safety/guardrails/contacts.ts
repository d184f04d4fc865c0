import { type Finding, outermost } from "./finding.ts";
import { mailPlaces } from "./mail-addresses.ts";
import { phonePlaces } from "./phones.ts";
import { streetPlaces } from "./street-addresses.ts";

/** Ways to reach a person. They are what a team works with every day: said, and never a reason to stop by themselves. */
export function findContacts(text: string): Finding[] {
  return outermost([
    ...foundAs("mail-address", mailPlaces(text)),
    ...foundAs("phone-number", phonePlaces(text)),
    ...foundAs("street-address", streetPlaces(text)),
  ]);
}

function* foundAs(kind: string, places: Iterable<{ start: number; end: number }>): Generator<Finding> {
  for (const span of places) yield { detector: "contacts", kind, severity: "low", reason: `a ${kind.replaceAll("-", " ")}`, span };
}
