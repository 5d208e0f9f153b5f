import type { Report } from './findings.ts'
import { contentOf, type Operation, type Page, resource } from './page-content.ts'
import { dataOf, entriesOf, isA, itemsOf, nameOf, numberOf, type PdfFile, textOf } from './pdf-values.ts'

const channels: Readonly<Record<string, number>> = { 'RGB ': 3, CMYK: 4, GRAY: 1 }

/** 6.2.3: the colours of the file are those of one embedded profile. Returns its colour space. */
export function checkOutputIntent(file: PdfFile, report: Report): string | undefined {
  const intents = itemsOf(file, entriesOf(file, file.trailer.get('Root')).get('OutputIntents'))
  const ours = intents
    .map((intent) => entriesOf(file, intent))
    .filter((entries) => nameOf(file, entries.get('S')) === 'GTS_PDFA1')
  const [intent] = ours
  if (intent === undefined || ours.length > 1) {
    report('6.2.3', 'there is not one output intent GTS_PDFA1')
    return undefined
  }
  if (textOf(file, intent.get('OutputConditionIdentifier')) === undefined) {
    report('6.2.3', 'the output intent does not name its condition')
  }
  const profile = dataOf(file, intent.get('DestOutputProfile'))
  const space = profile && profileSpace(profile, report)
  if (profile === undefined) {
    report('6.2.3', 'the output intent has no profile that can be read')
  }
  if (
    space !== undefined &&
    numberOf(file, entriesOf(file, intent.get('DestOutputProfile')).get('N')) !== channels[space]
  ) {
    report('6.2.3', 'the profile does not have as many channels as it says')
  }
  return space
}

/** The header and the table of an ICC profile (ICC.1:2010, 7.2 and 7.3). */
function profileSpace(profile: Buffer, report: Report): string | undefined {
  if (
    profile.length < 132 ||
    profile.readUInt32BE(0) !== profile.length ||
    profile.toString('latin1', 36, 40) !== 'acsp'
  ) {
    report('6.2.3', 'the output profile is no ICC profile of its length')
    return undefined
  }
  const deviceClass = profile.toString('latin1', 12, 16)
  if (profile.readUInt8(8) > 4 || !['prtr', 'mntr'].includes(deviceClass)) {
    report('6.2.3', `the output profile is of class ${deviceClass}, version ${profile.readUInt8(8)}`)
  }
  for (let tag = 0; tag < profile.readUInt32BE(128); tag++) {
    const at = 132 + tag * 12
    if (at + 12 > profile.length || profile.readUInt32BE(at + 4) + profile.readUInt32BE(at + 8) > profile.length) {
      report('6.2.3', 'a tag of the output profile lies outside it')
      return undefined
    }
  }
  const space = profile.toString('latin1', 16, 20)
  if (channels[space] === undefined) {
    report('6.2.3', `the output profile is of colour space ${space}`)
  }
  return space
}

/** Every operator of ISO 32000-1, table A.1, that paints or sets something. Inline images (BI, ID, EI) are none of ours. */
const operators = new Set(
  `b B b* B* BDC BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i J j K k l M m MP n q Q re RG rg ri s S SC sc
   SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' "`.split(/\s+/),
)
const deviceColours: Readonly<Record<string, string>> = { rg: 'RGB ', RG: 'RGB ', k: 'CMYK', K: 'CMYK' }
const deviceSpaces: Readonly<Record<string, string>> = { DeviceRGB: 'RGB ', DeviceCMYK: 'CMYK' }
const intents = ['RelativeColorimetric', 'AbsoluteColorimetric', 'Perceptual', 'Saturation']
const blendModes =
  `Normal Compatible Multiply Screen Difference Darken Lighten ColorDodge ColorBurn Exclusion HardLight Overlay
  SoftLight Luminosity Hue Color Saturation`.split(/\s+/)

/** 6.2.2, 6.2.4 to 6.2.6 and 6.2.10: what a page draws with. */
export function checkDrawing(file: PdfFile, page: Page, space: string | undefined, report: Report): void {
  const on = `on page ${page.number}`
  const operations = contentOf(file, page)
  for (const { operator } of operations.filter((each) => !operators.has(each.operator))) {
    report('6.2.2', `the operator ${operator} ${on} is none of PDF, or an image in the text`)
  }
  checkDepth(operations, on, report)
  for (const operation of operations) {
    const [first] = operation.operands
    const named = isA(first, 'name') ? first.name : undefined
    checkColour(file, page, operation, named, space, report)
    if (operation.operator === 'gs') {
      checkState(file, page, named, report)
    } else if (operation.operator === 'ri' && !intents.includes(named ?? '')) {
      report('6.2.6', `the rendering intent ${named} ${on}`)
    } else if (operation.operator === 'Do' && resource(file, page, 'XObject', named) === undefined) {
      report('6.2.2', `the object ${named} ${on} is not among its resources`)
    }
  }
  checkBoxes(file, page, report)
}

function checkColour(
  file: PdfFile,
  page: Page,
  { operator }: Operation,
  named: string | undefined,
  space: string | undefined,
  report: Report,
): void {
  const isSpace = operator === 'cs' || operator === 'CS'
  const wanted = isSpace ? deviceSpaces[named ?? ''] : deviceColours[operator]
  if (wanted !== undefined && wanted !== space) {
    report('6.2.4.3', `device colours on page ${page.number} are not those of the output intent`)
  }
  const isKnown = named === undefined || /^(?:Device(?:Gray|RGB|CMYK)|Pattern)$/.test(named)
  if (isSpace && !isKnown && resource(file, page, 'ColorSpace', named) === undefined) {
    report('6.2.2', `the colour space ${named} on page ${page.number} is not among its resources`)
  }
}

function checkState(file: PdfFile, page: Page, named: string | undefined, report: Report): void {
  const state = resource(file, page, 'ExtGState', named)
  if (state === undefined) {
    report('6.2.2', `the graphics state ${named} on page ${page.number} is not among its resources`)
  }
  const entries = entriesOf(file, state)
  if (
    entries.has('TR') ||
    entries.has('HTP') ||
    (entries.has('TR2') && nameOf(file, entries.get('TR2')) !== 'Default')
  ) {
    report('6.2.5', `a graphics state on page ${page.number} has a transfer function`)
  }
  const mode = entries.get('BM')
  const modes = isA(mode, 'array') ? mode.items : [mode]
  if (entries.has('BM') && modes.some((each) => !blendModes.includes(nameOf(file, each) ?? ''))) {
    report('6.2.10', `a blend mode on page ${page.number} is not one of PDF`)
  }
}

function checkDepth(operations: readonly Operation[], on: string, report: Report): void {
  let depth = 0
  let isText = false
  for (const { operator } of operations) {
    depth += operator === 'q' ? 1 : operator === 'Q' ? -1 : 0
    if (depth < 0 || depth > 28) {
      report('6.1.13', `q and Q are nested ${depth} deep ${on}`)
      return
    }
    if ((operator === 'BT') === isText && (operator === 'BT' || operator === 'ET')) {
      report('6.2.2', `BT and ET do not alternate ${on}`)
      return
    }
    isText = operator === 'BT' || (isText && operator !== 'ET')
  }
  if (depth !== 0 || isText) {
    report('6.2.2', `q or BT is left open ${on}`)
  }
}

function checkBoxes(file: PdfFile, page: Page, report: Report): void {
  const [left = 0, bottom = 0, right = 0, top = 0] = itemsOf(file, page.entries.get('MediaBox')).map((item) =>
    numberOf(file, item),
  )
  const sides = [Math.abs(right - left), Math.abs(top - bottom)]
  if (sides.some((side) => side < 3 || side > 14_400)) {
    report('6.1.13', `page ${page.number} is ${sides.join(' by ')} points`)
  }
}
