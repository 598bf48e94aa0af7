import { useState } from "react";

/** Whether it is open or ever was: what is loaded with the first opening stays, so that its closing can be seen. */
export function useOnceOpened(isOpen: boolean): boolean {
  const [wasOpened, setWasOpened] = useState(isOpen);
  if (isOpen && !wasOpened) setWasOpened(true);
  return wasOpened;
}
