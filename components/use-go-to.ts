import { useRouter } from "next/navigation";

const LEAVING = "replify:leaving";

/** Leads to a page of ours as a link does: whoever guards unsaved changes may hold it back. For keys, and for what is no link. */
export function useGoTo(): (href: string) => void {
  const router = useRouter();
  return (href) => {
    const leaving = new CustomEvent(LEAVING, { detail: href, cancelable: true });
    if (window.dispatchEvent(leaving)) router.push(href);
  };
}

/** Hears where the reader is about to go, and keeps them here. */
export function holdBackGoTo(onHeldBack: (href: string) => void): () => void {
  const holdBack = (event: Event) => {
    if (!(event instanceof CustomEvent)) return;
    event.preventDefault();
    onHeldBack(String(event.detail));
  };
  window.addEventListener(LEAVING, holdBack);
  return () => window.removeEventListener(LEAVING, holdBack);
}
