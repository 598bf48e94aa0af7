interface Loader {
  resourcePath: string;
  async(): (error: unknown, source?: string) => void;
}

export default function endpointsLoader(this: Loader): void;

export function addressesOf(contract: Record<string, { method: string; path: string }>): string;
