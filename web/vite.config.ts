/// <reference types="node" />
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
const PAGES = ['index', 'screen', 'console', 'book'] as const

/** Four pages over one library: the trading page, the big screen, the organiser's console, the order book. */
export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [solid()],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The policy of the pages allows no data: address but images.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: Object.fromEntries(
        PAGES.filter((page) => existsSync(here(`${page}.html`))).map((page) => [page, here(`${page}.html`)]),
      ),
    },
  },
})
