"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import type { DialogProps } from "./dialog-box.tsx";
import { OnItsWay } from "./on-its-way.tsx";
import { readAhead } from "./read-ahead.ts";

const readBox = () => import("./dialog-box.tsx");
const Box = lazy(() => readBox().then(({ DialogBox }) => ({ default: DialogBox })));

/** Takes the focus, keeps it, and gives it back. What does that is read when the page has nothing else to do, or when it opens. */
export function Dialog(props: DialogProps) {
  const [wasOpen, setWasOpen] = useState(props.isOpen);
  if (props.isOpen && !wasOpen) setWasOpen(true);
  useEffect(() => readAhead(readBox), []);
  if (!wasOpen) return null;
  return (
    <Suspense fallback={<OnItsWay />}>
      <Box {...props} />
    </Suspense>
  );
}
