import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPlaceAt, type Place } from '../place.ts'
import { type Kept, keptDirectory, readKept } from './kept.ts'
import { loadSize } from './load-size.ts'
import { sizes } from './sizes.ts'

/**
 * Works on the practices of a size as they are kept, and loads them first where they are not: minutes for M. The tiny size is made
 * and thrown away.
 */
export async function withLoaded<T>(name: string, work: (place: Place, kept: Kept) => Promise<T>): Promise<T> {
  const isTiny = name === 'tiny'
  const base = isTiny ? await mkdtemp(join(tmpdir(), 'threadwell-bench-')) : null
  const directory = base === null ? keptDirectory(name) : join(base, name)
  try {
    const kept = (await readKept(directory)) ?? (await load(directory, name))
    const place = await openPlaceAt(directory)
    try {
      return await work(place, kept)
    } finally {
      await place.close()
    }
  } finally {
    if (base !== null) {
      await rm(base, { recursive: true, force: true })
    }
  }
}

function load(directory: string, name: string): Promise<Kept> {
  const size = sizes[name]
  if (size === undefined) {
    throw new Error(`no size is called ${name}`)
  }
  return loadSize(directory, { ...size, name, seed: 1 }, (line) => console.error(line))
}
