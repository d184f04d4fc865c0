import type { Metadata } from "next";
import { Entrance } from "#components/tenancy/entrance.tsx";
import { ForgotForm } from "#components/tenancy/forgot-form.tsx";
import { runtime } from "#lib/runtime.ts";

export const metadata: Metadata = { title: "Forgotten password" };

export default function ForgotPasswordPage() {
  return (
    <Entrance title="A forgotten password">
      <ForgotForm hasMail={runtime().hasMail} />
    </Entrance>
  );
}
