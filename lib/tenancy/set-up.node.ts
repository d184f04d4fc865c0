import { createHmac, timingSafeEqual } from "node:crypto";

/** Who started the installation shows by this that they did. It is good for nothing once there is somebody with an account. */
export const setUpToken = (secret: string): string =>
  createHmac("sha256", secret).update("fermata first set-up").digest("hex").slice(0, 40);

export function isSetUpToken(given: string, secret: string): boolean {
  const [one, other] = [given, setUpToken(secret)].map((text) => createHmac("sha256", secret).update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
