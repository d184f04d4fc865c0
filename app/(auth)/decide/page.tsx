import type { Metadata } from "next";
import { DecideByLink } from "#components/approvals/decide-by-link.tsx";
import { Entrance } from "#components/tenancy/entrance.tsx";

export const metadata: Metadata = { title: "Decide" };

/** Where a letter leads. What it is about is asked for by the page, and nothing is decided before somebody presses a button. */
export default function DecidePage() {
  return (
    <Entrance title="Decide">
      <DecideByLink />
    </Entrance>
  );
}
