/** Memory that WebAssembly code and threads share. It never grows, so its buffer stays the same. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
}

/** What compiled code offers. */
export type KernelFunctions = Readonly<Record<string, (...numbers: number[]) => number>>;

interface WebAssemblyApi {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => SharedMemory;
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: SharedMemory }; readonly host: KernelFunctions },
  ) => { readonly exports: KernelFunctions };
}

/** The part of WebAssembly that the engine uses; undefined where there is none. The types of Node leave it out. */
export const webAssembly = (globalThis as unknown as { readonly WebAssembly?: WebAssemblyApi }).WebAssembly;
