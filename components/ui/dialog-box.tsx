"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as Box, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";

export type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** Asks for a decision: it is announced as such, and a click beside it does not close it. */
  isAlert?: boolean;
  /** Its title is said and not shown. */
  isBare?: boolean;
  className?: string;
  children: ReactNode;
};

/** Takes the focus, keeps it, and gives it back. At the foot of a phone, in the middle of a screen. */
export function DialogBox({ isOpen, onClose, title, isAlert = false, isBare = false, className, children }: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!isAlert}
      className="fixed inset-0 z-40 flex animate-appear items-end justify-center bg-veil sm:items-start sm:p-6 sm:pt-[12vh]"
    >
      <Modal className={cn("w-full max-w-lg animate-rise", className)}>
        <Box
          role={isAlert ? "alertdialog" : "dialog"}
          {...(isBare && { "aria-label": title })}
          className="grid max-h-[85dvh] overflow-auto rounded-t-xl border border-line bg-raised shadow-float outline-none sm:rounded-xl"
        >
          {isBare ? (
            children
          ) : (
            <div className="grid gap-4 p-5">
              <div className="flex items-start justify-between gap-4">
                <Heading slot="title" className="text-xl font-medium">
                  {title}
                </Heading>
                <Button kind="quiet" size="icon-sm" aria-label="Close" onClick={onClose}>
                  <X aria-hidden className="size-4" />
                </Button>
              </div>
              {children}
            </div>
          )}
        </Box>
      </Modal>
    </ModalOverlay>
  );
}
