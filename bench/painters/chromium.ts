import { chromium } from 'playwright-core'
import { pathToFileURL } from 'node:url'
import { findBrowser } from '../../scripts/chromium.ts'
import { htmlPart } from '../../sync-server/src/preview/html-part.ts'
import { childrenOf } from '../processor-time.ts'
import { fontFile } from './files.ts'
import type { OpenPainter } from './painter.ts'

const face = (name: string, family: string, weight: number): string =>
  `@font-face{font-family:${family};font-weight:${weight};src:url(${pathToFileURL(fontFile(name)).href})}`

const style = `
${face('inter/400Regular/Inter_400Regular', 'Inter', 400)}
${face('inter/700Bold/Inter_700Bold', 'Inter', 700)}
${face('jetbrains-mono/400Regular/JetBrainsMono_400Regular', 'Mono', 400)}
body{margin:0;padding:20px 24px;width:552px;height:275px;overflow:hidden;background:#2b2d31;color:#dbdee1;
font:16px/22px Inter}h1{font-size:22px;line-height:28px;margin:0}p,ul,ol,pre,table{margin:8px 0}
code,pre{font:13px/18px Mono;background:#1f2023;border-radius:6px}pre{padding:9px 12px}table{border-collapse:collapse}
td,th{border:1px solid #41434a;padding:6px 12px}blockquote{margin:0;padding-left:16px;border-left:4px solid #6b6f79}
a{color:#5cb3ff}footer{position:absolute;bottom:10px;font-size:13px}`

/** A page that stays open: only its content changes. */
export const openPainter: OpenPainter = async () => {
  const executablePath = findBrowser()
  if (executablePath === null)
    throw new Error('There is no Chromium. Set CHROMIUM_PATH, or leave it out with --peers.')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const page = await browser.newPage({
    viewport: { width: 600, height: 315 },
    deviceScaleFactor: 2,
  })
  await page.goto(
    pathToFileURL(fontFile('inter/400Regular/Inter_400Regular')).href.replace(/[^/]*$/, ''),
  )
  await page.setContent(`<style>${style}</style><main></main>`)
  return {
    paint: async ({ title, text }) => {
      const { html } = htmlPart({ title, text, plain: false })
      const body = `<h1>${title}</h1>${html}<footer>${text.length} characters</footer>`
      // a string: what runs in the page has no types here
      await page.evaluate(`document.querySelector('main').innerHTML = ${JSON.stringify(body)}`)
      return page.screenshot({ type: 'png' })
    },
    pids: () => childrenOf(process.pid),
    close: () => browser.close(),
  }
}
