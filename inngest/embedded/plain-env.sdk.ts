/** The SDK walks the whole environment several times a request. On the environment that Node gives, each look at a
 *  variable is a call into C, which was a sixth of all the time of a busy worker; on a copy it is nothing. Children
 *  still inherit it, since Node hands `process.env` to them whatever it is. */
export function copyEnvironment(): void {
  // biome-ignore lint/style/noProcessEnv: replaced as a whole, and no variable of it is read
  process.env = { ...process.env };
}
