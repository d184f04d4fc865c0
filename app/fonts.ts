import { GeistSans } from "geist/font/sans";
import localFont from "next/font/local";

// What most pages show little of is not asked for before everything else.
const mono = localFont({
  src: "../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2",
  variable: "--font-geist-mono",
  weight: "100 900",
  adjustFontFallback: false,
  preload: false,
});

// Latin alone, and without the axis for optical sizes, which more than doubles it: a heading is the first thing that is read.
const display = localFont({
  src: "../node_modules/@fontsource-variable/newsreader/files/newsreader-latin-wght-normal.woff2",
  variable: "--font-newsreader",
  weight: "200 800",
  adjustFontFallback: false,
});

/** The variables of the faces, for the root of the page. */
export const fonts = [GeistSans, mono, display].map(({ variable }) => variable).join(" ");
