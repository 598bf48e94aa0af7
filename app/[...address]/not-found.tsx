import AdminNotFound from "@/app/(admin)/not-found";
import RootNotFound from "@/app/not-found";
import { findContext } from "@/features/auth/context";

export default async function NotFound() {
  return (await findContext()) ? <AdminNotFound /> : <RootNotFound />;
}
