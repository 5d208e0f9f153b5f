import { sql } from 'kysely'

/** Of a routing joined with the set of rules of its version: the names that its rules had, in their order. Rules count from one. */
export const ruleNames = sql<string[]>`array(select rule_sets.rules -> (met.number - 1) ->> 'name'
  from unnest(routings.numbers) with ordinality met (number, place) order by met.place)`

/** The labels that those rules put on. */
export const ruleLabelIds = sql<string[]>`array(select distinct put.id::uuid from unnest(routings.numbers) met (number),
  jsonb_array_elements_text(rule_sets.rules -> (met.number - 1) -> 'does' -> 'labelIds') put (id) order by 1)`
