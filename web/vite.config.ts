/// <reference types="node" />
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import solid from 'vite-plugin-solid'

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
const PAGES = ['index', 'screen', 'console', 'book'] as const

/** Writes documents.json, what a locked server lets be sent: the documents by their ids, those alone that a page carries. */
const sentDocuments: Plugin = {
  name: 'sent-documents',
  generateBundle(_options, bundle) {
    const known = JSON.parse(readFileSync(here('src/generated/persisted-documents.json'), 'utf8')) as Record<string, string>
    const code = Object.values(bundle).map((file) => (file.type === 'chunk' ? file.code : ''))
    const sent = Object.entries(known).filter(([id]) => code.some((text) => text.includes(id)))
    this.emitFile({ type: 'asset', fileName: 'documents.json', source: JSON.stringify(Object.fromEntries(sent)) })
  },
}

/** Four pages over one library: the trading page, the big screen, the organiser's console, the order book. */
export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [solid(), sentDocuments],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The policy of the pages allows no data: address but images.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // How long plugins take is no news to who starts a server.
      checks: { pluginTimings: false },
      input: Object.fromEntries(
        PAGES.filter((page) => existsSync(here(`${page}.html`))).map((page) => [page, here(`${page}.html`)]),
      ),
    },
  },
})
