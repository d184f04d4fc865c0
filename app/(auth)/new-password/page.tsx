import type { Metadata } from "next";
import { Entrance } from "#components/tenancy/entrance.tsx";
import { NewPasswordForm } from "#components/tenancy/new-password-form.tsx";

export const metadata: Metadata = { title: "New password" };

export default function NewPasswordPage() {
  return (
    <Entrance title="A new password">
      <NewPasswordForm />
    </Entrance>
  );
}
