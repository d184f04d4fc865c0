import { expect, test } from "vitest";
import { faultOf } from "./password-policy.ts";

test.each([
  "password1234",
  "Password123!",
  "P@ssw0rd2024",
  "passwordpassword",
  "qwertyuiop12",
  "qwertyuiopasdfghjkl",
  "1234567890123",
  "abcdefghijklmno",
  "aaaaaaaaaaaaaa",
  "iloveyou1234!",
  "Welcome2026!!!",
  "letmein123456",
  "administrator1",
  "correct horse battery staple!",
  "Liverpool2025!",
  "trustno1trustno1",
  "Summer2026!!",
  "changeme12345",
])("%s is what everybody tries", (password) => {
  expect(faultOf(password)).toBeDefined();
});

test.each([
  "maurolarastefy",
  "Maurolarastefy99!",
  "q1w2e3r4t5y6",
  "1qaz2wsx3edc4rfv",
  "Justinbieber2019",
  "sonyericsson!",
  "123chickenwing101",
])("%s is like one that leaked", (password) => {
  expect(faultOf(password)).toBeDefined();
});

test("what a program draws at random is taken, all but one in a thousand", () => {
  const letters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  let seed = 7;
  const draw = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return letters.charAt((seed >>> 8) % letters.length);
  };
  const drawn = Array.from({ length: 4_000 }, () => Array.from({ length: 16 }, draw).join(""));
  expect(drawn.filter((password) => faultOf(password) !== undefined).length).toBeLessThanOrEqual(4);
});

test.each(["short", "", "elevenchars"])("%j is too short", (password) => {
  expect(faultOf(password)).toContain("shorter");
});

test.each(["dana.mizrahi", "DanaMizrahi1!", "mizrahimizrahi"])("%s is made of the person's name", (password) => {
  expect(faultOf(password, ["dana.mizrahi@demo.example", "Dana Mizrahi"])).toBeDefined();
});

test.each([
  "waltz of the seven seas",
  "hold-until-released",
  "ציפור עפה מעל הים",
  "k8#Vq2!mZp0x",
  "summer in the old harbour",
  "my password is a sentence",
])("%s is taken", (password) => {
  expect(faultOf(password, ["dana@demo.example", "Dana Mizrahi"])).toBeUndefined();
});
