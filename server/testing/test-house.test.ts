import { expect, test } from 'vitest'
import { useTestHouse } from './test-house.ts'

const house = useTestHouse()

test('an unknown path answers a problem document', async () => {
  const answer = await house().app.inject({ method: 'GET', url: '/api/nothing' })
  expect(answer.statusCode).toBe(404)
  expect(answer.json()).toMatchObject({ code: 'not-found' })
})
