import localFont from "next/font/local";

// Latin alone, which nearly every page needs at once; other letters of the face are in fonts.css, and are read where they stand.
const sans = localFont({
  src: "../node_modules/@fontsource-variable/geist/files/geist-latin-wght-normal.woff2",
  variable: "--font-geist-sans",
  weight: "100 900",
});

// What most pages show little of is not asked for before everything else.
const mono = localFont({
  src: "../node_modules/@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2",
  variable: "--font-geist-mono",
  weight: "100 900",
  adjustFontFallback: false,
  preload: false,
});

// In the one weight that headings have: a heading is the first thing that is read.
const display = localFont({
  src: "../node_modules/@fontsource/newsreader/files/newsreader-latin-500-normal.woff2",
  variable: "--font-newsreader",
  weight: "500",
  adjustFontFallback: false,
});

/** The variables of the faces, for the root of the page. */
export const fonts = [sans, mono, display].map(({ variable }) => variable).join(" ");
