"use client";

import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ShownOnce } from "./shown-once.tsx";
import type { MadeLink } from "./use-members.ts";

type Props = { title: string; link: MadeLink & { to: string }; onClose: () => void };

/** Sent, or here to be handed over. */
export function LinkDialog({ title, link: { sent, url, to }, onClose }: Props) {
  return (
    <Dialog isAlert isOpen onClose={onClose} title={title}>
      {sent || url === null ? (
        <p>
          It was sent to <bdi className="font-medium">{to}</bdi>.
        </p>
      ) : (
        <ShownOnce
          what={`No mail server is set, so hand this link to ${to} yourself. It works once, and is shown only now.`}
          secret={url}
        />
      )}
      <Button kind="main" className="justify-self-end" onClick={onClose}>
        Done
      </Button>
    </Dialog>
  );
}
