declare module 'aedes-persistence/abstract.js' {
  function abstractPersistence(options: {
    readonly test: unknown;
    readonly testAsync: boolean;
    persistence(): Promise<object>;
  }): void;
  export = abstractPersistence;
}
