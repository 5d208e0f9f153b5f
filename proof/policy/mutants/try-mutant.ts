// One fault: the first difference that it makes, or null when nothing tells it from the product.
import { basename } from 'node:path'
import fc from 'fast-check'
import { checkAccess } from '../checks/access.ts'
import { differsInCover } from '../checks/cover.ts'
import { differsInWriting, writingWorlds } from '../checks/writing.ts'
import { coverWorlds } from '../cover-worlds.ts'
import type { Ground } from '../ground.ts'
import { loadProduct } from '../product.ts'
import { makeTally } from '../tally.ts'
import { isCover } from './modules.ts'
import type { Mutant } from './mutate.ts'

const worlds = { cover: 2_000, writing: 4_000 }
const seed = 1

/** `goesOn` is called again and again until the end. */
export async function tryMutant(ground: Ground, mutant: Mutant, goesOn: () => void): Promise<string | null> {
  try {
    const product = await loadProduct(mutant.number)
    if (!isCover(mutant.path)) {
      await checkAccess(
        product,
        ground,
        makeTally({ isFirstEnough: true, heard: goesOn }),
        ['bare'],
        basename(mutant.path),
      )
      return null
    }
    const cover = fc.sample(coverWorlds, { seed, numRuns: worlds.cover }).values()
    const writing = fc.sample(writingWorlds, { seed, numRuns: worlds.writing }).values()
    const isWriting = mutant.path.endsWith('may-write.ts')
    const found = isWriting
      ? writing.map((world) => (goesOn(), differsInWriting(product, world)))
      : cover.map((world) => (goesOn(), differsInCover(product, world)))
    return found.find((words) => words !== null) ?? null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
