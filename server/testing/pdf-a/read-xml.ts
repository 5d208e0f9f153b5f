/** An element of XML with its namespaces resolved: `{http://…}title`. */
export type XmlElement = { name: string; attributes: ReadonlyMap<string, string>; children: XmlElement[]; text: string }

/**
 * Reads XML of the kind that metadata is: elements, attributes, text and the five named entities. Undefined for what is not
 * well-formed, or has what metadata does not need (declarations, comments, instructions inside).
 */
export function readXml(source: string): XmlElement | undefined {
  const root: XmlElement = { name: '', attributes: new Map(), children: [], text: '' }
  const open: { element: XmlElement; tag: string; spaces: ReadonlyMap<string, string> }[] = [
    { element: root, tag: '', spaces: new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]) },
  ]
  const token =
    /([^<]*)(?:<(\/?)([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>)?/gy
  while (token.lastIndex < source.length) {
    const match = token.exec(source)
    const top = open.at(-1)
    if (match === null || top === undefined || match[0] === '') {
      return undefined
    }
    const [, text = '', closing, tag, attributes = '', isEmpty] = match
    if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)/.test(text + attributes)) {
      return undefined
    }
    top.element.text += unescaped(text)
    if (tag === undefined) {
      continue
    }
    if (closing === '/') {
      if (top.tag !== tag || open.length === 1) {
        return undefined
      }
      open.pop()
      continue
    }
    const given = [...attributes.matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
      ([, key = '', double, single]) => [key, unescaped(double ?? single ?? '')] as const,
    )
    const spaces = new Map([...top.spaces, ...given.flatMap(([key, value]) => declared(key, value))])
    const named = given
      .filter(([key]) => declared(key, '').length === 0)
      .map(([key, value]) => [expanded(key, spaces, ''), value] as const)
    const element = {
      name: expanded(tag, spaces, spaces.get('') ?? ''),
      attributes: new Map(named),
      children: [],
      text: '',
    }
    if (named.length !== element.attributes.size || [element.name, ...element.attributes.keys()].includes('?')) {
      return undefined
    }
    top.element.children.push(element)
    if (isEmpty !== '/') {
      open.push({ element, tag, spaces })
    }
  }
  const [only] = root.children
  return open.length === 1 && root.children.length === 1 && root.text.trim() === '' ? only : undefined
}

function declared(key: string, value: string): [string, string][] {
  return key === 'xmlns' ? [['', value]] : key.startsWith('xmlns:') ? [[key.slice(6), value]] : []
}

/** '?' for a prefix that nothing declares. */
function expanded(name: string, spaces: ReadonlyMap<string, string>, plain: string): string {
  const [prefix, local] = name.includes(':') ? name.split(':') : [undefined, name]
  if (prefix === undefined) {
    return plain === '' ? name : `{${plain}}${local}`
  }
  const space = spaces.get(prefix)
  return space === undefined ? '?' : `{${space}}${local}`
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescaped(text: string): string {
  return text.replace(
    /&(?:(\w+)|#(\d+)|#x([0-9A-Fa-f]+));/g,
    (_, named: string | undefined, decimal: string | undefined, hex: string | undefined) =>
      named === undefined
        ? String.fromCodePoint(Number.parseInt(decimal ?? hex ?? '', decimal === undefined ? 16 : 10))
        : (entities[named] ?? ''),
  )
}
