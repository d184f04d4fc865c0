import { runMain } from "./run-main.ts";
import { supervise, untilStopped } from "./supervise.ts";

runMain(async () => {
  const told = untilStopped();
  const { url, stop } = await supervise({ say: (line) => console.log(line) });
  console.log(`ready ${url}`);
  await told;
  await stop();
});
