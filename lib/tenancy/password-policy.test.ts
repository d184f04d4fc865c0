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
