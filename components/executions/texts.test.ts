import { expect, test } from "vitest";
import { hear } from "./texts.ts";

const piece = (at: number, text: string, attempt = 1) => ({ step: "write", attempt, at, text });

test("pieces that follow each other are one text", () => {
  const heard = [piece(0, "The board "), piece(10, "approved"), piece(18, " it.")].reduce(hear, {});
  expect(heard["write"]).toEqual({ attempt: 1, from: 0, text: "The board approved it." });
});

test("after a gap the text begins where the next piece does", () => {
  const heard = [piece(0, "The board "), piece(18, " it.")].reduce(hear, {});
  expect(heard["write"]).toEqual({ attempt: 1, from: 18, text: " it." });
});

test("another attempt begins anew, and a late piece of the one before is dropped", () => {
  const heard = [piece(0, "The board "), piece(0, "A new", 2), piece(10, "approved", 1)].reduce(hear, {});
  expect(heard["write"]).toEqual({ attempt: 2, from: 0, text: "A new" });
});

test("a text without end keeps its end", () => {
  let heard = {};
  for (let at = 0; at < 100_000; at += 10_000) heard = hear(heard, piece(at, "x".repeat(10_000)));
  expect((heard as { write: { from: number; text: string } }).write).toMatchObject({ from: 60_000 });
});
