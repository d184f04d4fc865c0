import { runMain } from "./run-main.ts";
import { serve } from "./supervise.ts";

runMain(() => serve({ dev: true }));
