import { expect, test } from "vitest";
import { bloomHas, bloomOf } from "./bloom.ts";

const texts = Array.from({ length: 5_000 }, (_, at) => `text ${at}`);

test("finds everything that it was made of", () => {
  const has = bloomHas(bloomOf(texts));
  expect(texts.every(has)).toBe(true);
});

test("is hardly ever wrong about the rest", () => {
  const has = bloomHas(bloomOf(texts));
  const wrong = Array.from({ length: 100_000 }, (_, at) => `other ${at}`).filter(has);
  expect(wrong.length).toBeLessThan(50);
});

test("of nothing finds nothing", () => {
  expect(bloomHas(bloomOf([]))("")).toBe(false);
});
