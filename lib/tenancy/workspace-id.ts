/** The first words of addresses that are no workspace's; a test compares them with the tree. */
const pages = ["api", "decide", "forgot-password", "invitation", "new-password", "set-up", "sign-in"];

/** Why an id cannot be a workspace's: it stands in addresses, beside the pages that everybody has. */
export function faultOfId(id: string): string | undefined {
  if (!/^[a-z][a-z0-9-]{1,39}$/.test(id)) return "has to be 2 to 40 small letters, digits and hyphens, beginning with a letter";
  return pages.includes(id) ? "is the name of a page" : undefined;
}
