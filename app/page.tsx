import { redirect } from "next/navigation";
import { personOnPage } from "#lib/http/page.next.ts";

export default async function Home() {
  const [first] = (await personOnPage())?.memberships ?? [];
  redirect(first ? `/${first.workspaceId}` : "/sign-in");
}
