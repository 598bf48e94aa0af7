import { redirect } from "next/navigation";
import { requireContext } from "@/features/auth/context";

export default async function HomePage() {
  await requireContext();
  redirect("/settings/api/event-subscriptions");
}
