import { existsSync } from "node:fs";
import { join } from "node:path";

/** The demo's small web site of listings, on loopback. */
export type Listings = { url: string; close: () => Promise<void> };
export type ServeListings = (options: { port: number }) => Promise<Listings>;

/** The demo's site when this checkout has it. */
export async function openListings(port: number): Promise<Listings | undefined> {
  const file = join(import.meta.dirname, "listings-site.ts");
  if (!existsSync(file)) return undefined;
  const { serveListings } = (await import(file)) as { serveListings: ServeListings };
  return serveListings({ port });
}
