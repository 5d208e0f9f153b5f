import { expect, test } from 'vitest'
import { problemFrom } from './problem.ts'

test('a problem document gives its code, fields and facts', () => {
  const problem = problemFrom(
    422,
    JSON.stringify({
      title: 'invalid-input',
      code: 'invalid-input',
      fields: [{ path: 'text', code: 'too-long', limit: 4000 }],
      facts: { until: '2026-11-25' },
    }),
    null,
  )
  expect(problem).toMatchObject({ status: 422, code: 'invalid-input', facts: { until: '2026-11-25' } })
  expect(problem.fields).toEqual([{ path: 'text', code: 'too-long', limit: 4000 }])
  expect(problem.fieldCode('text')).toBe('too-long')
  expect(problem.fieldCode('subject')).toBeUndefined()
})

test('the time to wait is in seconds', () => {
  expect(problemFrom(429, '{"code":"too-many-requests"}', '30').retryAfterSeconds).toBe(30)
  expect(problemFrom(429, '{"code":"too-many-requests"}', 'soon').retryAfterSeconds).toBeNull()
})

test.each(['<h1>Bad gateway</h1>', '', 'null', '[]', '{"code":7,"fields":"x"}', '{"fields":[{"path":1}]}'])(
  'what is no problem document keeps its status: %s',
  (text) => {
    expect(problemFrom(502, text, null)).toMatchObject({ status: 502, code: 'unexpected', fields: [], facts: {} })
  },
)
