// Two texts fold to the same when people hold them to be the same words; and folding a text is folding its letters.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldText } from './fold-text.ts'

test.each([
  ['Réponse à votre MESSAGE', 'reponse a votre message'],
  ['E\u0301lodie', 'elodie'],
  ['déjà vu, naïf, forêt, Noël, ça', 'deja vu, naif, foret, noel, ca'],
  ['cœur, Œdème, ex æquo', 'coeur, oedeme, ex aequo'],
  ['Straße STRASSE', 'strasse strasse'],
  ['l’ordonnance d‘hier', "l'ordonnance d'hier"],
  ['« fièvre »', '"\u00A0fievre\u00A0"'.replaceAll('\u00A0', ' ')],
  ['rendez‑vous – demain — soir', 'rendez-vous - demain - soir'],
  ['ﬁèvre', 'fievre'],
  ['Ｗａｎｇ', 'wang'],
  ['co\u00ADopérer', 'cooperer'],
  ['İpek ışık', 'ipek isik'],
  ['ΣΊΣΥΦΟΣ', 'σισυφοσ'],
  ['10 m² à ½', '10 m2 a 1⁄2'],
  ['王小明', '王小明'],
  ['', ''],
])('%s folds to %s', (text, folded) => {
  expect(foldText(text)).toBe(folded)
})

test('every text folds code point by code point, holds no capital of the alphabet and no mark, and folds once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const folded = foldText(text)
      expect(folded).toBe(Array.from(text, foldText).join(''))
      expect(folded).not.toMatch(/[A-Z]|\p{M}/u)
      expect(foldText(folded)).toBe(folded)
    }),
  )
})
