import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import packed from '@sparticuz/chromium'

const systemChromium = '/usr/bin/chromium'
// Beside the packages, so that a fresh install unpacks its own version.
const cache = join(import.meta.dirname, '../node_modules/.cache')

/** Starts a headless Chromium: the system's where there is one, else the one that comes with the npm packages. */
export async function launchBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--font-render-hinting=none']
  if (existsSync(systemChromium)) {
    return chromium.launch({ executablePath: systemChromium, args })
  }
  const folder = await unpackedChromium()
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args,
    // A bare machine has no font at all, and text without a font has no size.
    env: { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  })
}

/** The folder with the unpacked browser; made once, and whole or not at all, since test processes race for it. */
async function unpackedChromium(): Promise<string> {
  const folder = join(cache, 'chromium')
  if (existsSync(folder)) {
    return folder
  }
  await mkdir(cache, { recursive: true })
  const unfinished = await mkdtemp(`${folder}-`)
  await unpackInto(unfinished)
  await writeFile(join(unfinished, 'fonts.conf'), fontsConfiguration(folder))
  try {
    await rename(unfinished, folder)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!existsSync(folder)) {
      throw error
    }
  }
  return folder
}

async function unpackInto(folder: string): Promise<void> {
  const before = process.env['TMPDIR']
  // The package unpacks into the folder for temporary files, which it reads before its first await.
  process.env['TMPDIR'] = folder
  const unpacking = packed.executablePath()
  if (before === undefined) {
    delete process.env['TMPDIR']
  } else {
    process.env['TMPDIR'] = before
  }
  await unpacking
}

function fontsConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
  <match target="pattern"><edit name="family" mode="prepend_first"><string>Open Sans</string></edit></match>
</fontconfig>
`
}
