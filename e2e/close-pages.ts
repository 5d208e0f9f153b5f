import { afterEach, beforeEach } from 'vitest'
import { closePages, keepPages } from './journeys/person.ts'

/** A page that a test opened ends with it: an open one listens and draws, and slows down all tests after it. */
beforeEach(keepPages)
afterEach(closePages)
