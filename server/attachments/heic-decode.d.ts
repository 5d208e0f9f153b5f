declare module 'heic-decode' {
  type Pixels = { width: number; height: number; data: Uint8ClampedArray }
  type Picture = { width: number; height: number; decode: () => Promise<Pixels> }

  const decodeOne: {
    (input: { buffer: Uint8Array }): Promise<Pixels>
    all: (input: { buffer: Uint8Array }) => Promise<Picture[] & { dispose: () => void }>
  }
  export default decodeOne
}
