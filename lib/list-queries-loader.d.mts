interface Loader {
  resourcePath: string;
  async(): (error: unknown, source?: string) => void;
  addDependency(file: string): void;
}

export default function listQueriesLoader(this: Loader): void;
