import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { readLook } from "#components/shell/look.ts";
import { Providers } from "#components/shell/providers.tsx";
import { fonts } from "./fonts.ts";

export const metadata: Metadata = {
  title: { default: "Fermata", template: "%s · Fermata" },
  description: "AI work for teams: planned, run in parallel, and held where a person should look.",
};

export const viewport: Viewport = { colorScheme: "light dark", viewportFit: "cover" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A page made at build time has no nonce, and the content policy would keep its scripts from running.
  await connection();
  const jar = await cookies();
  const { theme, direction, zone } = readLook((name) => jar.get(name)?.value);
  return (
    <html lang="en" dir={direction} className={fonts} {...(theme !== "system" && { "data-theme": theme })}>
      <body>
        <Providers direction={direction} zone={zone}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
