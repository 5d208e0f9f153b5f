import { statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import compileMessage from 'icu-minify/compile'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { limits } from '../shared/limits.ts'

const root = import.meta.dirname
const apiOrigin = `http://localhost:${process.env['PORT'] ?? '8080'}`
const languages = ['en', 'fr'] as const

export default defineConfig({
  root,
  publicDir: 'public',
  logLevel: process.env['CI'] ? 'error' : 'warn',
  plugins: [react(), compiledMessages(), inlinedLimits(), messagesInHtml(), audiencesInDevelopment()],
  resolve: {
    // Messages are compiled at build time, so the ICU parser stays out of the browser.
    alias: [{ find: /^use-intl\/format-message$/, replacement: 'use-intl/format-message/format-only' }],
  },
  css: { transformer: 'lightningcss' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Inlined files would be data: URLs, which the content security policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: { patient: `${root}/index.html`, staff: `${root}/staff.html` },
      output: {
        // What changes rarely is a file of its own, so that a release of ours does not send it again.
        codeSplitting: {
          groups: [{ name: 'react', test: /node_modules\/(?:react|react-dom|scheduler|use-intl|icu-minify)\// }],
        },
      },
    },
  },
  // The folder web/api has its sources below the same address, and those are Vite's to answer.
  server: { proxy: { '^/api/(?!.*\\.ts)': apiOrigin, '/demo': apiOrigin } },
})

/** Turns each ICU message of shared/locales into the small form that use-intl/format-only reads; a wrong message fails the build. */
function compiledMessages(): Plugin {
  return {
    name: 'compiled-messages',
    enforce: 'pre',
    transform: {
      filter: { id: /\/shared\/locales\/(?:en|fr)\/[\w-]+\.ts$/ },
      async handler(_code, id) {
        const catalogue: unknown = await import(`${pathToFileURL(id).href}?${statSync(id).mtimeMs}`)
        const lines = Object.entries(catalogue as Record<string, unknown>).map(
          ([name, messages]) => `export const ${name} = ${JSON.stringify(compileAll(messages))}`,
        )
        return { code: lines.join('\n'), map: null }
      },
    },
  }
}

function compileAll(messages: unknown): unknown {
  if (typeof messages === 'string') {
    return compileMessage(messages)
  }
  const entries = Object.entries(messages as Record<string, unknown>)
  return Object.fromEntries(entries.map(([key, value]) => [key, compileAll(value)]))
}

/** Writes each limit as the number it is: the browser gets those that it uses, and not the server's. */
function inlinedLimits(): Plugin {
  const numbers: Record<string, number> = limits
  return {
    name: 'inlined-limits',
    enforce: 'pre',
    transform: {
      filter: { id: /\/(?:web|shared)\/.*\.tsx?$/, code: /import \{ limits \} from/ },
      handler: (code) => ({
        code: code.replace(/(?<![.\w])limits\.(\w+)/g, (found, name: string) => String(numbers[name] ?? found)),
        map: null,
      }),
    },
  }
}

/** Replaces `%common.key%` in the HTML by the sentence in both languages, for what is read before any script runs. */
function messagesInHtml(): Plugin {
  return {
    name: 'messages-in-html',
    transformIndexHtml: {
      order: 'pre',
      async handler(html) {
        const catalogues = await Promise.all(
          languages.map(async (language) => {
            const url = pathToFileURL(`${root}/../shared/locales/${language}/common.ts`)
            return [language, ((await import(url.href)) as { common: Record<string, string> }).common] as const
          }),
        )
        return html.replaceAll(/%common\.(\w+)%/g, (_match, key: string) =>
          catalogues.map(([language, common]) => `<p lang="${language}-CA">${common[key]}</p>`).join(''),
        )
      },
    },
  }
}

/** In development every address below /staff is the staff page, and /gallery the gallery, as the server does for the build. */
function audiencesInDevelopment(): Plugin {
  return {
    name: 'audiences-in-development',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        if (/^\/staff(?:[/?]|$)/.test(request.url ?? '') && !/\.\w+(?:\?|$)/.test(request.url ?? '')) {
          request.url = '/staff.html'
        }
        if (/^\/gallery\/?(?:\?|$)/.test(request.url ?? '')) {
          request.url = '/gallery/index.html'
        }
        next()
      })
    },
  }
}
